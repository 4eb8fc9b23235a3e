/**
 * What calls cost (spec participation §2).
 *
 *   fee = 0                                                        for a call that pays nothing
 *       = 0.0005 rao · (base weight + call weight) + 1 rao · bytes + tip        otherwise; each weight fee rounded on its own
 *
 *   weight of a call with calls in it = its own + theirs; of one that states a weight, that
 *
 * DIFFERS: on the chain `sudo` gives its fee back when it succeeds; here it is kept.
 */
import { clampU64 } from '../../src/chain/fixed/index.ts';
import type { AnyPallet, InnerCall, RuntimeCall } from '../../src/chain/schema/index.ts';
import { pallets } from '../../src/chain/schema/index.ts';
import type { CallIndex } from '../runtime/index.ts';
import { BASE_FEE_RAO, FEE_RAO_PER_BYTE } from '../runtime/index.ts';
import { callRefTime } from './call-weights.ts';

export interface CallInfo {
  /** Picoseconds of reference time. */
  readonly refTime: bigint;
  readonly class: 'Normal' | 'Mandatory';
  readonly paysFee: boolean;
}

/** Picoseconds per rao: 0.0005 rao each. */
const REF_TIME_PER_RAO = 2_000n;
const REMARK_REF_TIME_PER_BYTE = 400n;

/** Calls with `Pays::No`, whether this localnet runs them or filters them. */
const FEELESS: Readonly<Record<string, readonly string[]>> = {
  SubtensorModule: [
    'set_weights',
    'set_mechanism_weights',
    'batch_set_weights',
    'commit_weights',
    'commit_mechanism_weights',
    'batch_commit_weights',
    'reveal_weights',
    'reveal_mechanism_weights',
    'batch_reveal_weights',
    'commit_crv3_mechanism_weights',
    'commit_timelocked_weights',
    'commit_timelocked_mechanism_weights',
    'serve_axon',
    'serve_axon_tls',
    'serve_prometheus',
    'increase_take',
    'decrease_take',
    'associate_evm_key',
  ],
  Commitments: ['set_commitment'],
};

/** The same calls by index, for the runtime blob, which answers fee queries from the first two bytes of a call. */
export function feelessCalls(): CallIndex[] {
  return (pallets as readonly AnyPallet[]).flatMap(({ name, index, calls }) => {
    const shape = calls?.shape();
    const names = FEELESS[name] ?? [];
    const variants = shape?.kind === 'variant' ? shape.variants : [];
    return variants.filter((call) => names.includes(call.name)).map((call) => ({ pallet: index, call: call.index }));
  });
}

export function callInfo(call: RuntimeCall | InnerCall): CallInfo {
  const [inner] = call.value;
  return {
    refTime: clampU64(refTimeOf(call)),
    class: call.type === 'Timestamp' ? 'Mandatory' : 'Normal',
    paysFee: !FEELESS[call.type]?.includes(inner.type),
  };
}

/** Arguments by which the weight of some calls grows. */
interface WeighingArguments {
  readonly call?: InnerCall;
  readonly calls?: readonly InnerCall[];
  readonly main?: InnerCall;
  readonly fallback?: InnerCall;
  readonly weight?: { readonly ref_time: bigint };
  readonly remark?: Uint8Array;
  readonly netuids?: readonly unknown[];
  readonly uids_list?: readonly unknown[];
}

/** How deep calls can be in calls is bounded where they are decoded, how many by their bytes. */
function refTimeOf(call: InnerCall): bigint {
  const [{ type: name, value }] = call.value;
  const own = callRefTime(call.type, name);
  const args = (value ?? {}) as WeighingArguments;
  switch (call.type) {
    case 'System':
      return own + REMARK_REF_TIME_PER_BYTE * BigInt(args.remark?.length ?? 0);
    case 'Utility':
    case 'Sudo':
    case 'Proxy':
    case 'Multisig':
      return own + (args.weight?.ref_time ?? sum(callsIn(args)));
    case 'SubtensorModule': {
      const items = (args.netuids ?? args.uids_list)?.length ?? 1;
      return own * BigInt(name.startsWith('batch_') ? Math.max(items, 1) : 1);
    }
    default:
      return own;
  }
}

const callsIn = ({ call, calls = [], main, fallback }: WeighingArguments): readonly InnerCall[] =>
  [call, main, fallback, ...calls].filter((inner) => inner !== undefined);

const sum = (calls: readonly InnerCall[]): bigint => calls.reduce((total, call) => total + refTimeOf(call), 0n);

/** Rao that an extrinsic of `bytes` encoded bytes pays, without tip. */
export function partialFee(info: CallInfo, bytes: number): bigint {
  return info.paysFee ? BASE_FEE_RAO + weightFee(info.refTime) + FEE_RAO_PER_BYTE * BigInt(bytes) : 0n;
}

/** To the nearest rao, ties down, as `Perbill` multiplies. */
function weightFee(refTime: bigint): bigint {
  return (refTime + REF_TIME_PER_RAO / 2n - 1n) / REF_TIME_PER_RAO;
}
