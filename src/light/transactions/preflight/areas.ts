/** The rules that are known, by pallet and call. */
import type { ReadPlan } from '../../../chain/economy/index.ts';
import type { RuntimeCall } from '../../../chain/schema/index.ts';
import type { Area, Areas, CallContext, PalletName, Refusal } from './area.ts';
import { balancesAreas } from './balances.ts';
import { commitmentAreas } from './commitments.ts';
import { delegationAreas } from './delegation.ts';
import { movingStakeAreas } from './moving-stake.ts';
import { networkAreas } from './networks.ts';
import { registrationAreas } from './registration.ts';
import { servingAreas } from './serving.ts';
import { stakingAreas } from './staking.ts';
import { weightsAreas } from './weights.ts';
import { weightsBatchAreas } from './weights-batch.ts';

const AREAS: { readonly [P in PalletName]?: Areas<P> } = {
  Balances: balancesAreas,
  Commitments: commitmentAreas,
  SubtensorModule: {
    ...stakingAreas,
    ...movingStakeAreas,
    ...weightsAreas,
    ...weightsBatchAreas,
    ...registrationAreas,
    ...networkAreas,
    ...servingAreas,
    ...delegationAreas,
  },
};

/** Calls that hand other calls on. */
const CARRIERS: readonly string[] = ['Utility', 'Proxy', 'Multisig', 'Sudo'];
const UNKNOWN_RULES = 'No rule of this call is checked beforehand.';
const INNER_CALLS = 'What the calls inside do is not checked beforehand.';

/** What is known about one call; `pool` and `dispatch` are absent where nothing is. */
export interface CallRules {
  readonly check: string;
  readonly pool?: (at: CallContext) => ReadPlan<Refusal | undefined>;
  readonly dispatch?: (at: CallContext) => ReadPlan<Refusal | undefined>;
  /** Whether the answers depend on the fee. */
  readonly restsOnFee: boolean;
  readonly unchecked: readonly string[];
}

export function rulesOf(call: RuntimeCall): CallRules {
  const [{ type: name, value: args }] = call.value;
  const areas = AREAS[call.type] as Readonly<Record<string, Area<unknown>>> | undefined;
  const area = areas && Object.hasOwn(areas, name) ? areas[name]! : undefined;
  if (!area)
    return {
      check: 'call',
      restsOnFee: false,
      unchecked: [CARRIERS.includes(call.type) ? INNER_CALLS : UNKNOWN_RULES],
    };
  const { check, pool, dispatch, restsOnFee = false, unchecked = [] } = area;
  return {
    check,
    restsOnFee,
    ...(pool && { pool: (at: CallContext) => pool(args, at) }),
    dispatch: (at) => dispatch(args, at),
    unchecked,
  };
}

/** The calls that have rules, `Pallet.call`: for a test that they exist. */
export const knownCalls = (): readonly string[] =>
  Object.entries(AREAS).flatMap(([pallet, areas]) => Object.keys(areas).map((name) => `${pallet}.${name}`));
