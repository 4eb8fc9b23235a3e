/** `SubnetRegistrationRuntimeApi`: what creating a subnet costs now (spec economy §4.1). */
import { u64 } from '../../src/chain/scale/index.ts';
import { lockCostAt } from '../pallets/subtensor/networks/index.ts';
import { method, type RuntimeApi } from './method.ts';
import { blockOf } from './networks.ts';

export const subnetRegistrationApi: RuntimeApi = {
  name: 'SubnetRegistrationRuntimeApi',
  version: 1,
  methods: { get_network_registration_cost: method({}, u64, (state) => lockCostAt(state, blockOf(state))) },
};
