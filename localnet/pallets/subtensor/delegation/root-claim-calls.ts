/** The calls about root dividends: claiming, what to claim them as, and the parameters of automatic claims. */
import { I96F32 } from '../../../../src/chain/fixed/index.ts';
import { storage } from '../../../../src/chain/schema/index.ts';
import { BAD_ORIGIN, emit, signerOf } from '../../block-execution.ts';
import type { Handlers } from '../../handlers.ts';
import { fail } from '../../module-error.ts';
import { numberStaker } from '../ledger.ts';
import { ownerOf } from '../owner/authority.ts';
import { claimRootDividends } from './root-claims.ts';

const subtensor = storage.SubtensorModule;
/** All three set by the pallet: subnets per `claim_root`, automatic claims per block, rao of a threshold. */
const MAX_SUBNETS = 5;
const MAX_AUTO_CLAIMS = 50n;
const MAX_THRESHOLD_RAO = 10_000_000n;

export const rootClaimCalls = {
  claim_root(execution, origin, { subnets }) {
    const coldkey = signerOf(origin);
    if (!coldkey) return BAD_ORIGIN;
    const netuids = sorted(subnets);
    if (netuids.length === 0 || netuids.length > MAX_SUBNETS) return fail('InvalidSubnetNumber');
    numberStaker(execution.state, coldkey);
    claimRootDividends(execution, coldkey, netuids);
    return undefined;
  },

  set_root_claim_type(execution, origin, { new_root_claim_type }) {
    const coldkey = signerOf(origin);
    if (!coldkey) return BAD_ORIGIN;
    const { type, value } = new_root_claim_type;
    if (type === 'KeepSubnets' && value.subnets.length === 0) return fail('InvalidSubnetNumber');
    const claimType =
      type === 'KeepSubnets' ? { type, value: { subnets: sorted(value.subnets) } } : new_root_claim_type;
    numberStaker(execution.state, coldkey);
    execution.state.put(subtensor.RootClaimType, coldkey, claimType);
    emit(execution, 'SubtensorModule', 'RootClaimTypeSet', { coldkey, root_claim_type: claimType });
    return undefined;
  },

  sudo_set_num_root_claims({ state }, origin, { new_value }) {
    if (origin.type !== 'root') return BAD_ORIGIN;
    if (new_value > MAX_AUTO_CLAIMS) return fail('InvalidNumRootClaim');
    state.put(subtensor.NumRootClaim, new_value);
    return undefined;
  },

  sudo_set_root_claim_threshold({ state }, origin, { netuid, new_value }) {
    if (origin.type !== 'root' && !ownerOf(state, origin, netuid)) return BAD_ORIGIN;
    if (!state.get(subtensor.NetworksAdded, netuid)) return fail('SubnetNotExists');
    if (new_value > MAX_THRESHOLD_RAO) return fail('InvalidRootClaimThreshold');
    state.put(subtensor.RootClaimableThreshold, netuid, I96F32.fromInteger(new_value));
    return undefined;
  },
} satisfies Handlers<'SubtensorModule'>;

/** A set as the chain keeps it, whatever order or repetitions the bytes had. */
const sorted = (netuids: readonly number[]): number[] => [...new Set(netuids)].sort((a, b) => a - b);
