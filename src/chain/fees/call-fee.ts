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
import { clampU64 } from '../fixed/index.ts';
import type { InnerCall, RuntimeCall } from '../schema/index.ts';
import { callRefTime } from './call-weights.ts';
import { isFeeless } from './feeless.ts';

export interface CallInfo {
  /** Picoseconds of reference time. */
  readonly refTime: bigint;
  readonly class: 'Normal' | 'Mandatory';
  readonly paysFee: boolean;
}

/** Reference time (picoseconds) of an extrinsic that does nothing. */
export const BASE_EXTRINSIC_REF_TIME = 108_157_000n;
/** `floor(BASE_EXTRINSIC_REF_TIME · 0.0005)` rao. */
export const BASE_FEE_RAO = 54_078n;
/** Rao per byte of the encoded extrinsic. */
export const FEE_RAO_PER_BYTE = 1n;
/** Picoseconds per rao: 0.0005 rao each. */
const REF_TIME_PER_RAO = 2_000n;
const REMARK_REF_TIME_PER_BYTE = 400n;

export function callInfo(call: RuntimeCall | InnerCall): CallInfo {
  return {
    refTime: clampU64(refTimeOf(call)),
    class: call.type === 'Timestamp' ? 'Mandatory' : 'Normal',
    paysFee: !isFeeless(call),
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

const WEIGHING = ['call', 'calls', 'main', 'fallback', 'weight', 'remark'];
const BATCH = 'batch_';

/** True if `refTimeOf` may look at the arguments of such a call, by the names of its fields. */
export const isWeighedByArguments = (call: string, fields: readonly (string | undefined)[]): boolean =>
  call.startsWith(BATCH) || fields.some((field) => field !== undefined && WEIGHING.includes(field));

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
      return own * BigInt(name.startsWith(BATCH) ? Math.max(items, 1) : 1);
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
