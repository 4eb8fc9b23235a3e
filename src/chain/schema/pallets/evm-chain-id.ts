/**
 * The chain's number for EVM wallets. (`pallet_evm_chain_id`)
 *
 * Nothing else of the EVM is declared here (`others.ts`).
 */
import { u64 } from '../../scale/index.ts';
import { pallet } from '../pallet.ts';
import { item } from '../storage-item.ts';

export const EVMChainId = pallet({
  name: 'EVMChainId',
  index: 23,
  storage: {
    ChainId: item([], u64, 0n, 'Chain number for EVM wallets.'),
  },
});
