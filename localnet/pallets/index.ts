/** What blocks and calls do to the state: the runtime of this localnet, in TypeScript. */

export { type CallInfo, callInfo, partialFee } from '../../src/chain/fees/index.ts';
export { canPay, depositBalance, EXISTENTIAL_DEPOSIT, withdraw } from './balances.ts';
export { attempt, type BlockExecution, deposit, type HeldKeys, heldKeys } from './block-execution.ts';
export { dispatch } from './dispatch.ts';
export { rememberMessage, rememberPulse, verifyPulse } from './drand/index.ts';
export { finalizeGrandpa } from './grandpa.ts';
export { initializePallets } from './initialize.ts';
export { feePayer, forgetCallResults } from './proxy/index.ts';
export { type GuardRefusal, guardCall } from './subtensor/guards.ts';
export { canPayInAlpha, payFeeInAlpha } from './subtensor/staking/index.ts';
export { depositLog, finalizeSystem, incrementNonce, initializeSystem, nonceOf } from './system.ts';
