/** The end of an epoch, shared by all engines: emission, quantising, what is stored (spec yuma §6). */
import { quantise } from '../fixed/index.ts';
import { emissionAmounts, emissionShares } from './emission.ts';
import { EMPTY_ROW } from './masks.ts';
import type { PreparedEpoch } from './prepare.ts';
import type { EpochCoreResult, EpochOutput } from './types.ts';

/** What the epoch gives per uid. `emissionRao` is this mechanism's part, 0…2^64−1. */
export function finishEpoch(prepared: PreparedEpoch, result: EpochCoreResult, emissionRao: bigint): EpochOutput {
  const shares = emissionShares(
    [...result.incentive],
    [...result.dividends],
    [...prepared.core.activeStake],
    [...prepared.stakeShares],
  );
  return {
    stakeWeight: quantiseAll(prepared.stakeShares),
    active: prepared.active,
    consensus: quantiseAll(result.consensus),
    incentive: quantiseAll(result.incentive),
    validatorTrust: quantiseAll(result.validatorTrust),
    dividend: quantiseAll(result.dividends),
    serverEmission: emissionAmounts(shares.server, emissionRao),
    validatorEmission: emissionAmounts(shares.validator, emissionRao),
    emission: emissionAmounts(shares.combined, emissionRao),
    validatorPermit: prepared.validatorPermit,
    stake: prepared.stakeRao,
    // Bonds are kept by the new permits, although the old ones decided who took part.
    bonds: prepared.validatorPermit.map((permitted, uid) => (permitted ? result.bonds[uid]! : EMPTY_ROW)),
  };
}

function quantiseAll(shares: BigInt64Array): Uint16Array {
  return Uint16Array.from(shares as Iterable<bigint>, quantise);
}
