/**
 * The runtime: all pallets together, and the enums that span them.
 *
 * The index in front of each pallet's calls, events and errors is its number in the runtime. Calls may contain calls
 * (bounded in depth by the reader), so the enum of all calls is handed to those pallets before it exists.
 */
import type { Codec, Value } from '../scale/index.ts';
import { lazy, variant } from '../scale/index.ts';
import { AdminUtils } from './pallets/admin-utils.ts';
import { AlphaAssets } from './pallets/alpha-assets.ts';
import { Aura } from './pallets/aura.ts';
import { Balances } from './pallets/balances.ts';
import { Commitments } from './pallets/commitments.ts';
import { crowdloan } from './pallets/crowdloan.ts';
import { Drand } from './pallets/drand.ts';
import { EVMChainId } from './pallets/evm-chain-id.ts';
import { Grandpa } from './pallets/grandpa.ts';
import { LimitOrders } from './pallets/limit-orders.ts';
import { MevShield } from './pallets/mev-shield.ts';
import { multisig } from './pallets/multisig.ts';
import { BaseFee, Contracts, Ethereum, EVM, Preimage, RandomnessCollectiveFlip, Scheduler } from './pallets/others.ts';
import { proxy } from './pallets/proxy.ts';
import { SafeMode } from './pallets/safe-mode.ts';
import { SubtensorModule } from './pallets/subtensor/index.ts';
import { sudo } from './pallets/sudo.ts';
import { Swap } from './pallets/swap.ts';
import { eventRecord as eventRecordOf, system, systemEvents } from './pallets/system.ts';
import { Timestamp } from './pallets/timestamp.ts';
import { TransactionPayment } from './pallets/transaction-payment.ts';
import { utility } from './pallets/utility.ts';
import type { InnerCall } from './types/call.ts';

const path = (name: string) => ['node_subtensor_runtime', name];

const innerCall: Codec<InnerCall> = lazy(() => runtimeCall as Codec<InnerCall>);
const Utility = utility(innerCall);
const Sudo = sudo(innerCall);
const Multisig = multisig(innerCall);
const ProxyPallet = proxy(innerCall);
const Crowdloan = crowdloan(innerCall);

/** What happened in a block, by pallet: `{ type: 'Balances', value: [{ type: 'Transfer', value: { … } }] }`. */
export const runtimeEvent = variant(path('RuntimeEvent'), {
  System: [0, [systemEvents]],
  Grandpa: [4, [Grandpa.events]],
  Balances: [5, [Balances.events]],
  TransactionPayment: [6, [TransactionPayment.events]],
  SubtensorModule: [7, [SubtensorModule.events]],
  Utility: [11, [Utility.events]],
  Sudo: [12, [Sudo.events]],
  Multisig: [13, [Multisig.events]],
  Preimage: [14, [Preimage.events]],
  Scheduler: [15, [Scheduler.events]],
  Proxy: [16, [ProxyPallet.events]],
  Commitments: [18, [Commitments.events]],
  AdminUtils: [19, [AdminUtils.events]],
  SafeMode: [20, [SafeMode.events]],
  Ethereum: [21, [Ethereum.events]],
  EVM: [22, [EVM.events]],
  BaseFee: [25, [BaseFee.events]],
  Drand: [26, [Drand.events]],
  Crowdloan: [27, [Crowdloan.events]],
  Swap: [28, [Swap.events]],
  Contracts: [29, [Contracts.events]],
  MevShield: [30, [MevShield.events]],
  LimitOrders: [32, [LimitOrders.events]],
});
export type RuntimeEvent = Value<typeof runtimeEvent>;

export const eventRecord = eventRecordOf(runtimeEvent);
export type EventRecord = Value<typeof eventRecord>;
const System = system(eventRecord);

/** What can be asked of the chain: `{ type: 'Balances', value: [{ type: 'burn', value: { … } }] }`. */
export const runtimeCall = variant(path('RuntimeCall'), {
  System: [0, [System.calls]],
  Timestamp: [2, [Timestamp.calls]],
  Balances: [5, [Balances.calls]],
  SubtensorModule: [7, [SubtensorModule.calls]],
  Utility: [11, [Utility.calls]],
  Sudo: [12, [Sudo.calls]],
  Multisig: [13, [Multisig.calls]],
  Proxy: [16, [ProxyPallet.calls]],
  Commitments: [18, [Commitments.calls]],
  AdminUtils: [19, [AdminUtils.calls]],
  SafeMode: [20, [SafeMode.calls]],
  Drand: [26, [Drand.calls]],
  Crowdloan: [27, [Crowdloan.calls]],
  Swap: [28, [Swap.calls]],
  MevShield: [30, [MevShield.calls]],
  LimitOrders: [32, [LimitOrders.calls]],
});
export type RuntimeCall = Value<typeof runtimeCall>;

/** All pallets in the order of their indices. */
export const pallets = [
  System,
  RandomnessCollectiveFlip,
  Timestamp,
  Aura,
  Grandpa,
  Balances,
  TransactionPayment,
  SubtensorModule,
  Utility,
  Sudo,
  Multisig,
  Preimage,
  Scheduler,
  ProxyPallet,
  Commitments,
  AdminUtils,
  SafeMode,
  Ethereum,
  EVM,
  EVMChainId,
  BaseFee,
  Drand,
  Crowdloan,
  Swap,
  Contracts,
  MevShield,
  AlphaAssets,
  LimitOrders,
] as const;

type FailingPallet = Extract<(typeof pallets)[number], { readonly errors: unknown }>;
export type PalletWithErrors = FailingPallet['name'];
/** The errors of a pallet by name: `ErrorName<'SubtensorModule'>`. */
export type ErrorName<P extends PalletWithErrors> = keyof Extract<
  FailingPallet,
  { readonly name: P }
>['errors']['sentences'] &
  string;

/** Every storage item, by pallet: `storage.SubtensorModule.Kappa`. */
export const storage = {
  System: System.storage,
  Timestamp: Timestamp.storage,
  Aura: Aura.storage,
  Grandpa: Grandpa.storage,
  Balances: Balances.storage,
  TransactionPayment: TransactionPayment.storage,
  SubtensorModule: SubtensorModule.storage,
  Sudo: Sudo.storage,
  Multisig: Multisig.storage,
  Proxy: ProxyPallet.storage,
  Commitments: Commitments.storage,
  AdminUtils: AdminUtils.storage,
  SafeMode: SafeMode.storage,
  EVMChainId: EVMChainId.storage,
  Drand: Drand.storage,
  Crowdloan: Crowdloan.storage,
  Swap: Swap.storage,
  MevShield: MevShield.storage,
  AlphaAssets: AlphaAssets.storage,
  LimitOrders: LimitOrders.storage,
};

/** What the runtime publishes about itself, by pallet: `constants.Balances.ExistentialDeposit.value`. */
export const constants = {
  System: System.constants,
  Timestamp: Timestamp.constants,
  Aura: Aura.constants,
  Grandpa: Grandpa.constants,
  Balances: Balances.constants,
  TransactionPayment: TransactionPayment.constants,
  SubtensorModule: SubtensorModule.constants,
  Utility: Utility.constants,
  Multisig: Multisig.constants,
  Proxy: ProxyPallet.constants,
  Commitments: Commitments.constants,
  SafeMode: SafeMode.constants,
  Drand: Drand.constants,
  Crowdloan: Crowdloan.constants,
  Swap: Swap.constants,
  LimitOrders: LimitOrders.constants,
};
