/** An epoch's output as far as paying it out looks at it, for tests. */
import type { SubnetEpochOutput } from '../../../../src/chain/yuma/index.ts';

/** Rao by uid for miners and for validators; everything else is empty. */
export function epochOutput(server: readonly bigint[], validator: readonly bigint[]): SubnetEpochOutput {
  const none = new Uint16Array(server.length);
  return {
    stakeWeight: none,
    active: [],
    consensus: none,
    validatorTrust: none,
    dividend: none,
    serverEmission: BigUint64Array.from(server),
    validatorEmission: BigUint64Array.from(validator),
    emission: BigUint64Array.from(server, (rao, uid) => rao + validator[uid]!),
    validatorPermit: [],
    mechanismEmission: new BigUint64Array(1),
    incentive: [none],
    bonds: [[]],
  };
}
