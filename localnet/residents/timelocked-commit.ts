/**
 * Weights that a beacon opens: what a validator submits where commit-reveal is on (spec participation §5.4).
 *
 *   epoch c: commit ──────▶ window of epoch c + P opens ─▶ about 3 blocks later: the pulse of the chosen round
 *
 * Deterministic: the secrets follow from the resident and the block, since nothing on a localnet is secret.
 */
import type { Bytes } from '../../src/chain/bytes.ts';
import { utf8 } from '../../src/chain/bytes.ts';
import { nextEpochStartBlock } from '../../src/chain/economy/index.ts';
import { blake2b256 } from '../../src/chain/hash.ts';
import { storage } from '../../src/chain/schema/index.ts';
import type { EncryptionSecrets } from '../../src/chain/timelock/index.ts';
import { encodePayload, encryptToRound, revealRound } from '../../src/chain/timelock/index.ts';
import type { WeightRow } from '../data/replay.ts';
import { rememberMessage } from '../pallets/index.ts';
import type { State } from '../state.ts';

const { Aura, Drand, SubtensorModule: subtensor, Timestamp } = storage;
/** How far into the window the round is aimed: the chain's own advice. */
const BLOCKS_INTO_WINDOW = 3;
const NONCE_BYTES = 12;

export interface TimelockedCommit {
  readonly commit: Bytes;
  readonly revealRound: bigint;
}

/** Encrypts `row` to the beacon that the state names; undefined where no epoch will come. */
export function timelockedCommit(
  state: State,
  number: number,
  { netuid, hotkey, secret }: { readonly netuid: number; readonly hotkey: Bytes; readonly secret: string },
  row: WeightRow,
): TimelockedCommit | undefined {
  const round = chooseRound(state, number, netuid);
  if (round === undefined) return undefined;
  const plaintext = encodePayload({
    hotkey,
    uids: row.map(([uid]) => uid),
    values: row.map(([, value]) => value),
    versionKey: state.get(subtensor.WeightsVersionKey, netuid),
  });
  const beacon = { publicKey: state.get(Drand.BeaconConfig).public_key };
  const commit = encryptToRound(beacon, round, plaintext, secretsOf(secret));
  rememberMessage(commit, { beacon, round, plaintext });
  return { commit, revealRound: round };
}

/** The round for a commit made after block `number`; never one that is already out. */
export function chooseRound(state: State, number: number, netuid: number): bigint | undefined {
  const tempo = state.get(subtensor.Tempo, netuid);
  const nextEpoch = nextEpochStartBlock({
    tempo,
    lastEpochBlock: state.get(subtensor.LastEpochBlock, netuid),
    pendingEpochAt: state.get(subtensor.PendingEpochAt, netuid),
    blocksSinceLastStep: state.get(subtensor.BlocksSinceLastStep, netuid),
  });
  const slot = state.get(Aura.CurrentSlot);
  if (nextEpoch === undefined || slot === 0n) return undefined;
  const periods = Number(state.get(subtensor.RevealPeriodEpochs, netuid)) - 1;
  const blocksAhead = Number(nextEpoch) + periods * tempo + BLOCKS_INTO_WINDOW - number;
  const nowMs = Number(state.get(Timestamp.Now));
  // A block's time is its slot times the time of a slot.
  const blockTimeMs = Math.round(nowMs / Number(slot));
  const { genesis_time: genesisTimeS, period: periodS } = state.get(Drand.BeaconConfig);
  const round = revealRound({ nowMs, blocksAhead, blockTimeMs }, { genesisTimeS, periodS });
  const newest = state.get(Drand.LastStoredRound);
  return round > newest ? round : newest + 1n;
}

function secretsOf(secret: string): EncryptionSecrets {
  const part = (name: string) => blake2b256(utf8(`${secret}/${name}`));
  return { K: part('K'), sigma: part('sigma'), nonce: part('nonce').slice(0, NONCE_BYTES) };
}
