/**
 * Joining a subnet or root (spec participation §3, economy §11, §17). The pool asks none of these rules.
 *
 * Prices fall and counters start anew at the beginning of every block; both are foretold here for the block after the one
 * that is read.
 */
import type { Bytes } from '../../../chain/bytes.ts';
import { equalBytes } from '../../../chain/bytes.ts';
import type { ReadPlan } from '../../../chain/economy/index.ts';
import {
  checkRegisterNeuron,
  checkRootRegister,
  decayFactorQ32,
  decayRegistrationPrice,
  immortalUids,
  neuronToPrune,
  read,
  readAll,
  readNamed,
  together,
  usableRao,
} from '../../../chain/economy/index.ts';
import { storage } from '../../../chain/schema/index.ts';
import { MAX_NEURONS } from '../../readers/read-plan-at.ts';
import type { Areas, CallContext, Refusal } from './area.ts';
import { refuseSubtensor } from './area.ts';
import { has, hotkeyOwner } from './reads.ts';

const subtensor = storage.SubtensorModule;
const ROOT = 0;

interface Registration {
  readonly netuid: number;
  readonly hotkey: Bytes;
  readonly limitRao?: bigint;
}

function* register({ netuid, hotkey, limitRao }: Registration, at: CallContext): ReadPlan<Refusal | undefined> {
  const [state, owner] = yield* together(
    readNamed({
      exists: read(subtensor.NetworksAdded, netuid),
      burn: read(subtensor.Burn, netuid),
      minRao: read(subtensor.MinBurn, netuid),
      maxRao: read(subtensor.MaxBurn, netuid),
      halfLife: read(subtensor.BurnHalfLife, netuid),
      isOpen: read(subtensor.NetworkRegistrationAllowed, netuid),
      isRegistered: has(subtensor.Uids, netuid, hotkey),
    }),
    hotkeyOwner(hotkey, at.signer),
  );
  const { burn, halfLife, exists } = state;
  return refuseSubtensor(
    checkRegisterNeuron({
      netuid,
      subnetExists: exists,
      priceRao: decayRegistrationPrice(burn, decayFactorQ32(halfLife), state, BigInt(at.block)),
      limitRao,
      isOpen: state.isOpen,
      isRegistered: state.isRegistered,
      usableRao: usableRao(at.account),
      owner,
      hasRoom: exists && netuid !== ROOT ? yield* hasRoom(netuid, at.block) : false,
    }),
  );
}

/** Whether a place is free, or a neuron may be replaced. */
function* hasRoom(netuid: number, block: number): ReadPlan<boolean> {
  const at = yield* readNamed({
    n: read(subtensor.SubnetworkN, netuid),
    maxUids: read(subtensor.MaxAllowedUids, netuid),
    emissions: read(subtensor.Emission, netuid),
    owner: read(subtensor.SubnetOwner, netuid),
    ownerHotkey: read(subtensor.SubnetOwnerHotkey, netuid),
    limit: read(subtensor.ImmuneOwnerUidsLimit, netuid),
    immunityPeriod: read(subtensor.ImmunityPeriod, netuid),
    minNonImmuneUids: read(subtensor.MinNonImmuneUids, netuid),
  });
  if (at.maxUids === 0 || at.n < at.maxUids) return at.maxUids !== 0;
  const uids = Array.from({ length: Math.min(at.n, MAX_NEURONS) }, (_, uid) => uid);
  const [ages, [owned, ownerUid]] = yield* together(
    readAll(uids.map((uid) => read(subtensor.BlockAtRegistration, netuid, uid))),
    readAll([read(subtensor.OwnedHotkeys, at.owner), read(subtensor.Uids, netuid, at.ownerHotkey)]),
  );
  const [ownedUids, owners] = yield* together(
    readAll(owned.map((hotkey) => read(subtensor.Uids, netuid, hotkey))),
    readAll(owned.map((hotkey) => read(subtensor.Owner, hotkey))),
  );
  const ownersNeurons = ownedUids.flatMap((uid, i) =>
    uid === undefined || !equalBytes(owners[i]!, at.owner) ? [] : [{ uid, registeredAt: ages[uid] ?? 0n }],
  );
  const victim = neuronToPrune({
    neurons: uids.map((uid) => ({ emissionRao: at.emissions[uid] ?? 0n, registeredAt: ages[uid]! })),
    immortal: immortalUids(ownersNeurons, ownerUid, at.limit),
    block: BigInt(block),
    immunityPeriod: BigInt(at.immunityPeriod),
    minNonImmuneUids: at.minNonImmuneUids,
  });
  return victim !== undefined;
}

function* joinRoot(hotkey: Bytes, at: CallContext): ReadPlan<Refusal | undefined> {
  const [root, owner] = yield* together(
    readNamed({
      rootExists: read(subtensor.NetworksAdded, ROOT),
      maxRegistrationsPerBlock: read(subtensor.MaxRegistrationsPerBlock, ROOT),
      registrationsThisInterval: read(subtensor.RegistrationsThisInterval, ROOT),
      targetRegistrationsPerInterval: read(subtensor.TargetRegistrationsPerInterval, ROOT),
      tempo: read(subtensor.Tempo, ROOT),
      isRegistered: has(subtensor.Uids, ROOT, hotkey),
      n: read(subtensor.SubnetworkN, ROOT),
      maxUids: read(subtensor.MaxAllowedUids, ROOT),
    }),
    hotkeyOwner(hotkey, at.signer),
  );
  // UNKNOWN: when the interval of root ends in 424; as the localnet has it.
  const startsInterval = root.tempo === 0 || at.block % root.tempo === 0;
  return refuseSubtensor(
    checkRootRegister({
      ...root,
      registrationsThisBlock: 0,
      registrationsThisInterval: startsInterval ? 0 : root.registrationsThisInterval,
      owner,
      hasRoom: root.n < root.maxUids || (yield* hasPoorerValidator(hotkey, root.n)),
    }),
  );
}

/** Whether any root validator has less root stake than the hotkey. */
function* hasPoorerValidator(hotkey: Bytes, n: number): ReadPlan<boolean> {
  const keys = yield* readAll(
    Array.from({ length: Math.min(n, MAX_NEURONS) }, (_, uid) => read(subtensor.Keys, ROOT, uid)),
  );
  const [own, ...others] = yield* readAll([hotkey, ...keys].map((key) => read(subtensor.TotalHotkeyAlpha, key, ROOT)));
  return others.some((rao) => rao < own!);
}

const OTHERS = 'Others may register in the same block: then the price is higher, or the place is taken.';

export const registrationAreas: Areas<'SubtensorModule'> = {
  burned_register: { check: 'registration', restsOnFee: true, dispatch: register, unchecked: [OTHERS] },
  register: { check: 'registration', restsOnFee: true, dispatch: register, unchecked: [OTHERS] },
  register_limit: {
    check: 'registration',
    restsOnFee: true,
    dispatch: ({ netuid, hotkey, limit_price: limitRao }, at) => register({ netuid, hotkey, limitRao }, at),
    unchecked: [OTHERS],
  },
  root_register: {
    check: 'registration',
    dispatch: ({ hotkey }, at) => joinRoot(hotkey, at),
    unchecked: ['Others may join root in the same block: then its registrations of the block may be used up.'],
  },
};
