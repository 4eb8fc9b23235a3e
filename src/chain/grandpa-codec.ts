/**
 * What GRANDPA's voters sign and send, as bytes.
 *
 *   vote          = 01 · target hash · target number u32 · round u64 · set id u64        (what ed25519 signs)
 *   justification = round u64 · target · precommit* · ancestry header*                   (stored, served, `FRNK`)
 *   commit        = round u64 · set id u64 · target · vote target* · (signature · voter)*  (gossiped)
 *   change        = 01 · (voter · weight u64)* · delay u32                               (digest item `FRNK`)
 *
 * Layouts from `finality_grandpa::{Commit, CompactCommit}` and `sp_consensus_grandpa::{GrandpaJustification, ConsensusLog}`.
 */
import type { Bytes } from './bytes.ts';
import { concatBytes, utf8 } from './bytes.ts';
import { headerCodec } from './header.ts';
import type { Codec, Value } from './scale/index.ts';
import { bytes, encode, fixedBytes, struct, u32, u64, variant, vec } from './scale/index.ts';

export const GRANDPA_ENGINE: Bytes = utf8('FRNK');
/** Kind byte of a precommit in what is signed. */
const PRECOMMIT = Uint8Array.of(1);

const hash = fixedBytes(32);
const signature = fixedBytes(64);
const voter = fixedBytes(32);

/** A block as GRANDPA names it. */
export interface BlockTarget {
  /** 32 bytes. */
  readonly hash: Bytes;
  readonly number: number;
}
const blockTarget: Codec<BlockTarget> = struct(['finality_grandpa', 'Precommit'], { hash, number: u32 });

/** One of the voters of a set. */
export interface Authority {
  /** ed25519, 32 bytes. */
  readonly publicKey: Bytes;
  /** u64; 1 on every chain we know. */
  readonly weight: bigint;
}
const authority: Codec<Authority> = struct(['sp_consensus_grandpa', 'Authority'], { publicKey: voter, weight: u64 });
export const authorityList: Codec<readonly Authority[]> = vec(authority);

export const precommitCodec = struct(['finality_grandpa', 'SignedPrecommit'], {
  target: blockTarget,
  signature,
  voter,
});
/** A vote to make `target` final, with its ed25519 signature. */
export type Precommit = Value<typeof precommitCodec>;

export const justificationCodec = struct(['sp_consensus_grandpa', 'GrandpaJustification'], {
  round: u64,
  target: blockTarget,
  precommits: vec(precommitCodec),
  /** Headers between the lowest block that was voted for and the others. */
  ancestry: vec(headerCodec),
});
export type Justification = Value<typeof justificationCodec>;

/** What `grandpa_proveFinality` answers: a block of the set in question, the votes for it, and headers up to it. */
export const finalityProofCodec = struct(['sc_consensus_grandpa', 'FinalityProof'], {
  /** Hash of the block that was voted for. */
  block: hash,
  /** SCALE justification. */
  justification: bytes,
  unknownHeaders: vec(headerCodec),
});

export const commitCodec = struct(['finality_grandpa', 'CompactCommit'], {
  round: u64,
  setId: u64,
  target: blockTarget,
  precommits: vec(blockTarget),
  signatures: vec(struct([], { signature, voter })),
});
export type Commit = Value<typeof commitCodec>;

const change = struct(['sp_consensus_grandpa', 'ScheduledChange'], { authorities: authorityList, delay: u32 });
/** Who votes next, and how many blocks after the announcing one. */
export type ScheduledChange = Value<typeof change>;

/** What a header can say to GRANDPA. Only scheduled changes occur on a chain that runs well. */
export const consensusLog = variant(['sp_consensus_grandpa', 'ConsensusLog'], {
  ScheduledChange: [1, [change]],
  ForcedChange: [2, { medianLastFinalized: u32, change }],
  OnDisabled: [3, [u64]],
  Pause: [4, [u32]],
  Resume: [5, [u32]],
});

/** The bytes that a voter signs. */
export function votePayload(target: BlockTarget, round: bigint, setId: bigint): Bytes {
  return concatBytes(PRECOMMIT, encode(blockTarget, target), encode(u64, round), encode(u64, setId));
}
