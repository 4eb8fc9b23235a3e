/**
 * What is being waited for where a figure will be, in words that fit what the light client is doing.
 */
import type { EngineKind, EngineStage } from '../../light/types.ts';

/** `reading` says what happens once the chain is followed: `Reading the subnets, with proof.` */
export function describeWaiting(stage: EngineStage | undefined, reading: string, kind?: EngineKind): string {
  switch (stage) {
    case 'following':
      return reading;
    case 'connecting':
      return kind === 'proof'
        ? 'Waiting for servers: nothing can be checked without one.'
        : 'Waiting for peers: nothing can be proved without one.';
    case 'syncing':
      return 'Waiting until finality is verified.';
    case 'stalled':
      return 'Waiting for the next finalized block.';
    case 'failed':
      return 'Nothing can be read until the light client runs again.';
    default:
      return 'Waiting for the light client to start.';
  }
}
