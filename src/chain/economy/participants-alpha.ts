/**
 * One block's alpha for a subnet's participants (spec economy §8 step 4).
 *
 *   a = emission curve of the alpha issuance before the mint
 *   owner = a·cut/65535 · A = a − owner · root = ρ·A/2 · server = A/2 · validator = A − server − root
 *
 * All in U96F32; the pendings grow by the floors, so a rao or two of `minted` may stay unassigned. ρ is the root
 * proportion *after* the mint. Hence the familiar 18/41/41 split, the validators' 41 being shared with root.
 * Valid where the block injects no TAO into the subnet; with injection the issuance moves before this step.
 */
import { U16_MAX, U96F32 } from '../fixed/index.ts';
import { blockEmission } from './block-emission.ts';
import { rootProportion } from './root-proportion.ts';

export interface AlphaSupply {
  readonly alphaInRao: bigint;
  readonly alphaOutRao: bigint;
  /** `SubnetTAO` of the root network. */
  readonly rootTaoRao: bigint;
  /** u64 / (2^64−1). */
  readonly taoWeight: bigint;
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

export function participantsAlpha(supply: AlphaSupply): ParticipantsAlpha {
  const issuanceBefore = supply.alphaInRao + supply.alphaOutRao;
  const minted = blockEmission(issuanceBefore);
  return shareAlpha(minted, rootProportion(supply.rootTaoRao, supply.taoWeight, issuanceBefore + minted), supply);
}

/** Divides `minted` rao when the root proportion is `rho` (U96F32 bits). */
export function shareAlpha(
  minted: bigint,
  rho: bigint,
  { ownerCut, ownerCutEnabled }: Pick<AlphaSupply, 'ownerCut' | 'ownerCutEnabled'>,
): ParticipantsAlpha {
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
