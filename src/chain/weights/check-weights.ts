/** What weight processing refuses before it computes: ragged lists, uids and weights that no subnet can have. */
import { ChainError } from '../error.ts';
import { U16_MAX } from '../fixed/index.ts';

/** @throws ChainError `weights/different-lengths` */
export function assertSameLength(uids: ArrayLike<number>, weights: ArrayLike<number>): void {
  if (uids.length === weights.length) return;
  throw new ChainError('weights/different-lengths', `${uids.length} uids for ${weights.length} weights`);
}

/** @throws ChainError `weights/bad-uid` */
export function assertUids(uids: ArrayLike<number>): void {
  for (let i = 0; i < uids.length; i++) {
    const uid = uids[i]!;
    if (Number.isInteger(uid) && uid >= 0 && uid <= U16_MAX) continue;
    throw new ChainError('weights/bad-uid', `expected 0 to ${U16_MAX}, got ${uid}`, { field: `uids[${i}]` });
  }
}

/** @param least 0, or −Infinity where negative weights mean none. @throws ChainError `weights/bad-weight` */
export function assertWeights(weights: ArrayLike<number>, least = 0): void {
  for (let i = 0; i < weights.length; i++) {
    const weight = weights[i]!;
    if (Number.isFinite(weight) && weight >= least) continue;
    const reason = `expected a finite weight${least === 0 ? ' of at least 0' : ''}, got ${weight}`;
    throw new ChainError('weights/bad-weight', reason, { field: `weights[${i}]` });
  }
}

/** @throws ChainError `weights/bad-limit` */
export function assertLimit(name: string, value: number, most: number): void {
  if (Number.isInteger(value) && value >= 0 && value <= most) return;
  throw new ChainError('weights/bad-limit', `expected 0 to ${most}, got ${value}`, { field: name });
}
