/**
 * Aura: who may author which block.
 *
 *   slot   = u64 in the pre-runtime digest item `aura`; strictly increasing from block to block
 *   author = authorities[slot mod n]
 *   seal   = last digest item `aura`: sr25519 signature over blake2b-256 of the header without it
 *
 * From Substrate's `sc-consensus-aura` (`check_header`) and `sp-consensus-aura`. Whether a slot has come yet is for
 * whoever has a clock.
 */
import type { Bytes } from './bytes.ts';
import { equalBytes, utf8 } from './bytes.ts';
import { ChainError } from './error.ts';
import type { DigestItem, Header } from './header.ts';
import { headerHash } from './header.ts';
import type { KeyPair } from './keys.ts';
import { sr25519Sign, sr25519Verify } from './keys.ts';
import { decode, encode, fixedBytes, u32, u64, variant, vec } from './scale/index.ts';

export const AURA_ENGINE: Bytes = utf8('aura');

export interface Authorship {
  /** Place of the author in the authority list. */
  readonly authorIndex: number;
  readonly slot: bigint;
}

/** What a header can say to Aura (`sp_consensus_aura::ConsensusLog`). */
const consensusLog = variant(['sp_consensus_aura', 'ConsensusLog'], {
  AuthoritiesChange: [1, [vec(fixedBytes(32))]],
  OnDisabled: [2, [u32]],
});

/** The digest item that says who builds from the next block on: sr25519 keys. */
export function encodeAuraAuthoritiesChange(authorities: readonly Bytes[]): DigestItem {
  const log = encode(consensusLog, { type: 'AuthoritiesChange', value: [authorities] });
  return { type: 'Consensus', value: [AURA_ENGINE, log] };
}

/**
 * Who builds after this header, if it says that they change; of several, the last.
 * @throws ChainError `aura/no-authorities` on an empty list, `scale/…` on bad data.
 */
export function auraAuthoritiesChange(header: Header): readonly Bytes[] | undefined {
  const changes = header.digest.flatMap((item, i) => {
    if (item.type !== 'Consensus' || !equalBytes(item.value[0], AURA_ENGINE)) return [];
    const log = decode(consensusLog, item.value[1], `header.digest[${i}]`);
    return log.type === 'AuthoritiesChange' ? [log.value[0]] : [];
  });
  const authorities = changes.at(-1);
  if (authorities?.length === 0) throw auraError('no-authorities', 'nobody is to build after the header');
  return authorities;
}

/** The digest item with which an author claims `slot`. */
export function auraPreRuntime(slot: bigint): DigestItem {
  return { type: 'PreRuntime', value: [AURA_ENGINE, encode(u64, slot)] };
}

/** The slot that a header claims. @throws ChainError `aura/missing-slot`, `aura/duplicate-slot`, `scale/…` on bad data. */
export function auraSlot(header: Header): bigint {
  const [data, ...others] = auraData(header.digest, 'PreRuntime');
  if (!data) throw auraError('missing-slot', 'the header claims no Aura slot');
  if (others.length > 0) throw auraError('duplicate-slot', 'the header claims more than one Aura slot');
  return decode(u64, data, 'header.digest');
}

/** The header with the author's seal. `random`: 32 bytes, as in `sr25519Sign`. */
export function sealHeader(header: Header, author: KeyPair, random?: Uint8Array): Header {
  const signature = sr25519Sign(author.secretKey, headerHash(header), random);
  return { ...header, digest: [...header.digest, { type: 'Seal', value: [AURA_ENGINE, signature] }] };
}

/**
 * Checks that the authority whose turn it was has sealed the header.
 * @param authorities sr25519 public keys in the chain's order, at the parent block.
 * @throws ChainError `aura/missing-seal`, `aura/duplicate-seal`, `aura/bad-signature`, and those of `auraSlot`.
 */
export function verifySeal(header: Header, authorities: readonly Uint8Array[]): Authorship {
  const slot = auraSlot(header);
  const unsealed = header.digest.slice(0, -1);
  const [signature] = auraData(header.digest.slice(-1), 'Seal');
  if (!signature) throw auraError('missing-seal', 'the last digest item is not an Aura seal');
  if (auraData(unsealed, 'Seal').length > 0)
    throw auraError('duplicate-seal', 'the header has more than one Aura seal');
  if (authorities.length === 0) throw auraError('no-authorities', 'there is nobody who could have sealed the header');
  const authorIndex = Number(slot % BigInt(authorities.length));
  if (!sr25519Verify(authorities[authorIndex]!, headerHash({ ...header, digest: unsealed }), signature)) {
    throw auraError('bad-signature', `authority ${authorIndex}, whose slot ${slot} is, has not signed the header`);
  }
  return { authorIndex, slot };
}

/**
 * Checks that `child` is in a later slot than `parent`. The genesis header has no slot; any follows it.
 * @throws ChainError `aura/slot-not-increasing`, and those of `auraSlot`.
 */
export function assertSlotIncreases(parent: Header, child: Header): void {
  const slot = auraSlot(child);
  if (parent.number === 0) return;
  const parentSlot = auraSlot(parent);
  if (slot <= parentSlot) throw auraError('slot-not-increasing', `slot ${slot} follows slot ${parentSlot}`);
}

function auraData(digest: readonly DigestItem[], type: 'PreRuntime' | 'Seal'): Bytes[] {
  return digest.flatMap((item) =>
    item.type === type && equalBytes(item.value[0], AURA_ENGINE) ? [item.value[1]] : [],
  );
}

function auraError(code: string, reason: string): ChainError {
  return new ChainError(`aura/${code}`, reason, { field: 'header.digest' });
}
