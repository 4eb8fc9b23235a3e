/**
 * Knowing what the chain says: engines that prove it, readers that put it together.
 *
 * `openEngine` follows a chain with a light client in a worker; `read…` turn proved storage into subnets, metagraphs and
 * epochs. polkadot-js, for blocks in words, is in `polkadot.ts` and only ever imported lazily. In Node the light client
 * runs in the process: pass `openSmoldot` of `smoldot/host.node.ts` as `openPipe`.
 */
import type { EngineOptions } from './engine.ts';
import { openEngine as openEngineOver } from './engine.ts';
import { openSmoldot } from './smoldot/host.browser.ts';
import { openSubstrateConnect } from './substrate-connect.ts';
import type { ChainEngine, ChainSpec, EngineKind } from './types.ts';

const OPEN_PIPE = { smoldot: openSmoldot, 'substrate-connect': openSubstrateConnect } as const;

/** Starts an engine of this kind. Returns at once; how it goes is told by its status. */
export function openEngine(
  kind: Exclude<EngineKind, 'proof'>,
  spec: ChainSpec,
  options: Partial<EngineOptions> = {},
): ChainEngine {
  return openEngineOver(kind, spec, { openPipe: OPEN_PIPE[kind], ...options });
}

export type { Clock } from './clock.ts';
export { SYSTEM_CLOCK } from './clock.ts';
export type { EngineOptions } from './engine.ts';
export { isLightError, LightError, type LightErrorCode } from './errors.ts';
export type { AgreeProgress } from './proof/agree-checkpoint.ts';
export { confirmedCheckpoint, importedCheckpoint } from './proof/checkpoint-edit.ts';
export { openProofInWorker } from './proof/host/host.browser.ts';
export * from './readers/index.ts';
export type { RuntimeBasis, RuntimeGuard, RuntimeStatus } from './runtime-guard.ts';
export { guardOf, openRuntimeGuard } from './runtime-guard.ts';
export { pageWakeEvents, watchSleep } from './sleep-watch.ts';
export type { PreparedSmoldot } from './smoldot/host.browser.ts';
export { prepareSmoldot } from './smoldot/host.browser.ts';
export type { OpenPipe, PipeChain, PipeCrash, PipeEvents, SmoldotPipe } from './smoldot/pipe.ts';
export { openWorkerClock } from './timer-worker/host.browser.ts';
export type { WorkerClock } from './timer-worker/worker-clock.ts';
export type * from './types.ts';
