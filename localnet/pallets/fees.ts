/**
 * What calls weigh and what they cost (spec participation §2).
 *
 *   fee = 0                                                        for a call that pays nothing
 *       = 0.0005 rao · (base weight + call weight) + 1 rao · bytes + tip        otherwise; each weight fee rounded on its own
 *
 * The chain's own call weights come from benchmarks that are not published with it; those below are ours, of the right
 * order. Nothing but the fee and the number of calls in a block depends on them.
 */
import type { AnyPallet, RuntimeCall } from '../../src/chain/schema/index.ts';
import { pallets } from '../../src/chain/schema/index.ts';
import type { CallIndex } from '../runtime/index.ts';
import { BASE_FEE_RAO, FEE_RAO_PER_BYTE } from '../runtime/index.ts';

export interface CallInfo {
  /** Picoseconds of reference time. */
  readonly refTime: bigint;
  readonly class: 'Normal' | 'Mandatory';
  readonly paysFee: boolean;
}

/** Picoseconds per rao: 0.0005 rao each. */
const REF_TIME_PER_RAO = 2_000n;

const REMARK_REF_TIME = 2_000_000n;
const REMARK_REF_TIME_PER_BYTE = 400n;
const TRANSFER_REF_TIME = 175_000_000n;
const SET_WEIGHTS_REF_TIME = 15_000_000_000n;
const TIMESTAMP_REF_TIME = 135_000_000n;
/** A call that is refused before it does anything. */
const FILTERED_REF_TIME = 10_000_000n;

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

export function callInfo(call: RuntimeCall): CallInfo {
  const [inner] = call.value;
  switch (`${call.type}.${inner.type}`) {
    case 'Timestamp.set':
      return { refTime: TIMESTAMP_REF_TIME, class: 'Mandatory', paysFee: true };
    case 'SubtensorModule.set_weights':
      return { refTime: SET_WEIGHTS_REF_TIME, class: 'Normal', paysFee: false };
    case 'Balances.transfer_keep_alive':
      return { refTime: TRANSFER_REF_TIME, class: 'Normal', paysFee: true };
    case 'System.remark':
    case 'System.remark_with_event': {
      const { remark } = inner.value as { readonly remark: Uint8Array };
      const refTime = REMARK_REF_TIME + REMARK_REF_TIME_PER_BYTE * BigInt(remark.length);
      return { refTime, class: 'Normal', paysFee: true };
    }
    default:
      return { refTime: FILTERED_REF_TIME, class: 'Normal', paysFee: !FEELESS[call.type]?.includes(inner.type) };
  }
}

/** Rao that an extrinsic of `bytes` encoded bytes pays, without tip. */
export function partialFee(info: CallInfo, bytes: number): bigint {
  return info.paysFee ? BASE_FEE_RAO + weightFee(info.refTime) + FEE_RAO_PER_BYTE * BigInt(bytes) : 0n;
}

/** To the nearest rao, ties down, as `Perbill` multiplies. */
function weightFee(refTime: bigint): bigint {
  return (refTime + REF_TIME_PER_RAO / 2n - 1n) / REF_TIME_PER_RAO;
}
