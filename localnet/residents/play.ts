/**
 * Lets the residents live: after every block each of them decides whether it is time to set its weights.
 *
 *   ── epoch ──┬── its own moment ──▶ set_weights ─▶ pool ─▶ next block ──── next epoch ──
 *
 * A validator of a played subnet speaks once per tempo, at a moment of its own; one of the recorded subnet speaks before
 * its last weights get so old that it would count as inactive. They sign and submit like anybody else.
 */
import type { Bytes } from '../../src/chain/bytes.ts';
import { encodeCall, encodeSignedExtrinsic, signingPayload } from '../../src/chain/extrinsic.ts';
import { sr25519Sign } from '../../src/chain/keys.ts';
import { mortalEra, storage } from '../../src/chain/schema/index.ts';
import type { WeightRow } from '../data/replay.ts';
import { State } from '../state.ts';
import type { Block, ChainView, PoolRefusal } from '../types.ts';
import { chooseWeights } from './behaviour.ts';
import type { Resident } from './cast.ts';
import { drawU32 } from './chance.ts';

const subtensor = storage.SubtensorModule;

/** A submission that has not come into a block by then is forgotten, and its author free to speak again. */
const ERA_BLOCKS = 16;
/** A recorded validator repeats itself after this many thousandths of the time in which it would become inactive. */
const REPEAT_PERMILLE = 400n;

export interface PlayOptions {
  readonly chain: ChainView;
  readonly residents: readonly Resident[];
  readonly seed: string;
  readonly version: { readonly specVersion: number; readonly transactionVersion: number };
  /** Told when a resident's weights were refused: for the log. */
  readonly onRefused?: (resident: Resident, refusal: PoolRefusal) => void;
}

/** Starts with the next imported block. Returns how to stop. */
export function playResidents(options: PlayOptions): () => void {
  const { chain, residents } = options;
  const silentUntil = new Map<Resident, number>();
  return chain.subscribe((event) => {
    if (event.type !== 'imported' || !event.block.state) return;
    const state = new State(event.block.state);
    for (const resident of residents) {
      if (event.block.number < (silentUntil.get(resident) ?? 0)) continue;
      const row = decide(resident, state, event.block.number, options.seed);
      if (!row) continue;
      silentUntil.set(resident, event.block.number + ERA_BLOCKS);
      const result = chain.submit(signWeights(options, resident, state, event.block, row));
      if (!result.ok) options.onRefused?.(resident, result);
    }
  });
}

/** What the resident says after block `number`; undefined = nothing now. */
function decide(resident: Resident, state: State, number: number, seed: string): WeightRow | undefined {
  const { netuid, uid, behaviour, firstMinerUid, name } = resident;
  const tempo = state.get(subtensor.Tempo, netuid);
  const lastUpdate = state.get(subtensor.LastUpdate, netuid)[uid] ?? 0n;
  if (behaviour.kind === 'replaying') {
    const cutoff = (BigInt(state.get(subtensor.ActivityCutoffFactorMilli, netuid)) * BigInt(tempo)) / 1000n;
    const patience = (cutoff * REPEAT_PERMILLE) / 1000n + BigInt(drawU32(seed, name) % tempo);
    if (lastUpdate !== 0n && BigInt(number) - lastUpdate < patience) return undefined;
  } else {
    const lastEpoch = state.get(subtensor.LastEpochBlock, netuid);
    // Not in the blocks next to the epoch, so that every run has the same weights in the same epoch.
    const moment = 2n + BigInt(drawU32(seed, name) % (tempo - 6));
    const hasSpoken = lastUpdate > lastEpoch;
    if (hasSpoken || BigInt(number) - lastEpoch < moment) return undefined;
  }
  return chooseWeights(behaviour, {
    seed,
    netuid,
    uid,
    n: state.get(subtensor.SubnetworkN, netuid),
    epoch: state.get(subtensor.SubnetEpochIndex, netuid),
    firstMinerUid,
    storedRow: (of) => state.get(subtensor.Weights, netuid, of),
  });
}

function signWeights(
  { chain, version }: PlayOptions,
  { netuid, pair }: Resident,
  state: State,
  best: Block,
  row: WeightRow,
): Bytes {
  const { number, hash } = best;
  const call = encodeCall({
    type: 'SubtensorModule',
    value: [
      {
        type: 'set_weights',
        value: { netuid, dests: row.map(([uid]) => uid), weights: row.map(([, value]) => value), version_key: 0n },
      },
    ],
  });
  const extra = {
    era: mortalEra(number, ERA_BLOCKS),
    nonce: state.get(storage.System.Account, pair.publicKey).nonce,
    tip: 0n,
    metadataHashMode: { type: 'Disabled', value: undefined },
  } as const;
  const implicit = { ...version, genesisHash: chain.genesis.hash, eraBlockHash: hash, metadataHash: undefined };
  const signature = sr25519Sign(pair.secretKey, signingPayload({ call, extra, implicit }));
  return encodeSignedExtrinsic({ signer: pair.publicKey, sr25519Signature: signature, extra, call });
}
