/** What blocks and calls do to the state: the runtime of this localnet, in TypeScript. */
export { canPay, depositBalance, EXISTENTIAL_DEPOSIT, withdraw } from './balances.ts';
export { attempt, type BlockExecution, deposit } from './block-execution.ts';
export { dispatch } from './dispatch.ts';
export { type CallInfo, callInfo, feelessCalls, partialFee } from './fees.ts';
export { initializeSubtensor, weightsContext } from './subtensor/index.ts';
export { finalizeSystem, incrementNonce, initializeSystem, nonceOf } from './system.ts';
