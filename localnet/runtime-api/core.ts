/**
 * What every Substrate runtime answers: its version, its metadata, its authorities, and an account's nonce.
 *
 * DIFFERS: making and checking blocks is not offered; the localnet's blocks are made outside of any runtime.
 */
import { bytes, decode, newtype, option, tuple, u32, u64, vec } from '../../src/chain/scale/index.ts';
import { accountId, auraKey, grandpaKey, runtimeVersion, storage } from '../../src/chain/schema/index.ts';
import { nonceOf } from '../pallets/index.ts';
import { method, ofBlob, type RuntimeApi } from './method.ts';

const { Aura, Grandpa } = storage;
const opaqueMetadata = newtype(['sp_core', 'OpaqueMetadata'], bytes);
const slotDuration = newtype(['sp_consensus_slots', 'SlotDuration'], u64);
/** What `metadata` gives to those who do not say which version they can read. */
const COMMON_METADATA_VERSION = 14;

export const coreApis: readonly RuntimeApi[] = [
  {
    name: 'Core',
    version: 5,
    methods: { version: method({}, runtimeVersion, (_, __, { version }) => decode(runtimeVersion, version)) },
  },
  {
    name: 'Metadata',
    version: 2,
    methods: {
      metadata: method({}, opaqueMetadata, (_, __, { metadata }) => metadata.get(COMMON_METADATA_VERSION)!),
      metadata_at_version: method({ version: u32 }, option(opaqueMetadata), (_, { version }, { metadata }) =>
        metadata.get(version),
      ),
      metadata_versions: method({}, vec(u32), (_, __, { metadata }) => [...metadata.keys()]),
    },
  },
  {
    name: 'AuraApi',
    version: 1,
    methods: {
      slot_duration: ofBlob({}, slotDuration),
      authorities: method({}, vec(auraKey), (state) => state.get(Aura.Authorities)),
    },
  },
  {
    name: 'GrandpaApi',
    version: 3,
    methods: {
      grandpa_authorities: method({}, vec(tuple(grandpaKey, u64)), (state) => state.get(Grandpa.Authorities)),
      current_set_id: method({}, u64, (state) => state.get(Grandpa.CurrentSetId)),
    },
  },
  {
    name: 'AccountNonceApi',
    version: 1,
    methods: { account_nonce: method({ account: accountId }, u32, (state, { account }) => nonceOf(state, account)) },
  },
];
