/**
 * One block's alpha for a subnet's participants (spec economy §8 step 4).
 *
 *   a = emission curve of the alpha issuance before the mint
 *   owner = a·cut/65535 · A = a − owner · root = ρ·A/2 · server = A/2 · validator = A − server − root
 *
 * All in U96F32; the pendings grow by the floors, so a rao or two of `minted` may stay unassigned. ρ is the root
 * proportion *after* injection and mint (`subnetCoinbase`). Hence the familiar 18/41/41 split, the validators' 41 being
 * shared with root.
 */
import { U16_MAX, U96F32 } from '../fixed/index.ts';

export interface OwnerCut {
  /** `SubnetOwnerCut`, parts of 65535. */
  readonly ownerCut: number;
  readonly ownerCutEnabled: boolean;
}

/** Rao. `minted` joins `SubnetAlphaOut`, the others the four pendings (or, for root, nothing: see the root-sell flag). */
export interface ParticipantsAlpha {
  readonly minted: bigint;
  readonly ownerCut: bigint;
  readonly server: bigint;
  readonly validator: bigint;
  readonly root: bigint;
}

const HALF = U96F32.one >> 1n;

/** Divides `minted` rao when the root proportion is `rho` (U96F32 bits). */
export function shareAlpha(minted: bigint, rho: bigint, { ownerCut, ownerCutEnabled }: OwnerCut): ParticipantsAlpha {
  const all = U96F32.fromInteger(minted);
  const cut = U96F32.div(U96F32.fromInteger(BigInt(ownerCut)), U96F32.fromInteger(BigInt(U16_MAX)));
  const owner = ownerCutEnabled ? U96F32.mul(all, cut) : 0n;
  const rest = U96F32.sub(all, owner);
  const root = U96F32.mul(U96F32.mul(rho, rest), HALF);
  const server = U96F32.mul(rest, HALF);
  const validator = U96F32.sub(U96F32.sub(rest, server), root);
  return {
    minted,
    ownerCut: U96F32.floor(owner),
    server: U96F32.floor(server),
    validator: U96F32.floor(validator),
    root: U96F32.floor(root),
  };
}
