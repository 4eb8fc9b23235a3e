import { afterEach, describe, it } from 'vitest';
import type { Localnet } from '../../../localnet/index.ts';
import { startLocalnet } from '../../../localnet/index.ts';
import { AT_ISSUANCE_RAO, liveOn } from './script.ts';
import type { Stage } from './stage.ts';
import { smoldotStage, webSocketStage } from './stage.ts';

/** Seconds of blocks, in real time over smoldot. */
const LIFE_MS = 240_000;

let net: Localnet | undefined;
let stage: Stage | undefined;
afterEach(async () => {
  await stage?.close();
  await net?.close();
});

const start = (options: { readonly makeBlocks: boolean; readonly blockTimeMs: number }) =>
  startLocalnet({ ...options, seed: 'life', p2pPort: 0, rpcPort: 0, issuanceRao: AT_ISSUANCE_RAO });

describe('a life, every number of which the pure functions foretell', () => {
  it('through polkadot-js over a WebSocket', { timeout: LIFE_MS }, async () => {
    net = await start({ makeBlocks: false, blockTimeMs: 1000 });
    stage = await webSocketStage(net);
    await liveOn(stage);
  });

  it('through polkadot-js over smoldot', { timeout: LIFE_MS }, async () => {
    net = await start({ makeBlocks: true, blockTimeMs: 400 });
    stage = await smoldotStage(net);
    await liveOn(stage);
  });
});
