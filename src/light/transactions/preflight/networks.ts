/**
 * Creating a subnet (spec economy §4.1). The pool asks the rate limit; the rest fails when the call runs.
 */
import type { ReadPlan } from '../../../chain/economy/index.ts';
import {
  byNetworkKey,
  checkRegisterNetwork,
  NETUIDS,
  netuidsPlan,
  networkLockCost,
  passesRateLimit,
  read,
  readAll,
  readNamed,
  subnetToPrune,
  together,
  usableRao,
} from '../../../chain/economy/index.ts';
import { I96F32 } from '../../../chain/fixed/index.ts';
import { storage } from '../../../chain/schema/index.ts';
import type { Areas, Refusal } from './area.ts';
import { refuseSubtensor, waitUntil } from './area.ts';
import { hotkeyOwner } from './reads.ts';

const subtensor = storage.SubtensorModule;
const LAST_REGISTERED = { type: 'NetworkLastRegistered', value: undefined } as const;
const ROOT = 0;

function* rateLimit(block: number) {
  const [last, limit] = yield* readAll([
    read(subtensor.LastRateLimitedBlock, LAST_REGISTERED),
    read(subtensor.NetworkRateLimit),
  ]);
  return { last, passes: passesRateLimit(last, BigInt(block), limit), next: waitUntil(last + limit) };
}

/** Whether there is a netuid left, or a subnet that may go. */
function* hasRoom(block: number): ReadPlan<boolean> {
  const [netuids, [limit, immunityPeriod]] = yield* together(
    netuidsPlan(),
    readAll([read(subtensor.SubnetLimit), read(subtensor.NetworkImmunityPeriod)]),
  );
  const others = netuids.filter((netuid) => netuid !== ROOT).sort(byNetworkKey);
  if (others.length < Math.min(limit, NETUIDS - 1)) return true;
  const subnets = yield* together(
    ...others.map((netuid) =>
      readNamed({
        registeredAt: read(subtensor.NetworkRegisteredAt, netuid),
        mechanism: read(subtensor.SubnetMechanism, netuid),
        price: read(subtensor.SubnetMovingPrice, netuid),
      }),
    ),
  );
  const candidates = subnets.map(({ registeredAt, mechanism, price }, i) => ({
    netuid: others[i]!,
    registeredAt,
    movingPrice: mechanism === 0 ? I96F32.one : price,
  }));
  return subnetToPrune(candidates, BigInt(block), immunityPeriod) !== undefined;
}

export const networkAreas: Areas<'SubtensorModule'> = {
  register_network: {
    check: 'subnet',
    restsOnFee: true,
    *pool(_, at): ReadPlan<Refusal | undefined> {
      const { passes, next } = yield* rateLimit(at.block);
      return refuseSubtensor(passes ? undefined : 'NetworkTxRateLimitExceeded', next);
    },
    *dispatch({ hotkey }, at) {
      const [owner, { last, passes }, room, cost] = yield* together(
        hotkeyOwner(hotkey, at.signer),
        rateLimit(at.block),
        hasRoom(at.block),
        readNamed({
          startBlock: read(subtensor.NetworkRegistrationStartBlock),
          lastCostRao: read(subtensor.NetworkLastLockCost),
          minCostRao: read(subtensor.NetworkMinLockCost),
          reductionIntervalBlocks: read(subtensor.NetworkLockReductionInterval),
          // The block's own TAO, which comes first, matters at a halving only.
          taoIssuanceRao: read(subtensor.TotalIssuance),
        }),
      );
      const block = BigInt(at.block);
      return refuseSubtensor(
        checkRegisterNetwork({
          owner,
          block,
          startBlock: cost.startBlock,
          passesRateLimit: passes,
          hasValidIdentity: true,
          hasRoom: room,
          costRao: networkLockCost({ ...cost, lastRegistrationBlock: last }, block),
          usableRao: usableRao(at.account),
        }),
      );
    },
    unchecked: ['Others may create a subnet in the same block: then this one comes too early and costs more.'],
  },
};
