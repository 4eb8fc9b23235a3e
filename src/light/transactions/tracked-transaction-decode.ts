/**
 * A followed transaction out of storage: every field is checked, and the bytes are those of the hash, signer and nonce. Storage can be
 * edited by anybody at this computer and by any extension; what does not fit is refused as a whole.
 */
import type { BlockRef } from '../../chain/block-ref.ts';
import type { Bytes } from '../../chain/bytes.ts';
import { toHex } from '../../chain/bytes.ts';
import { extrinsicHash } from '../../chain/extrinsic.ts';
import type { Failure } from '../../chain/failure.ts';
import type { Label } from '../../chain/label.ts';
import { LABELS } from '../../chain/label.ts';
import { decode, encode } from '../../chain/scale/index.ts';
import type { RuntimeEvent } from '../../chain/schema/index.ts';
import { runtimeEvent } from '../../chain/schema/index.ts';
import { LightError } from '../errors.ts';
import { isRecord } from '../json-rpc-message.ts';
import type { PaidFee, TransactionOutcome } from './outcome.ts';
import { MAX_KEPT_EVENTS } from './outcome.ts';
import type { CarriedFailure, DispatchFailure } from './outcome-carried.ts';
import type { PoolRefusal } from './track-refusal.ts';
import { REFUSAL_KINDS } from './track-refusal.ts';
import type { Search, TrackedTransaction, TransactionState } from './tracked-transaction.ts';
import { isAsSigned, MAX_MISSING_BLOCKS, MAX_TRANSACTION_BYTES, MAX_WINDOW_BLOCKS } from './tracked-transaction.ts';

/** Longer than any sentence that is written here. */
const MAX_TEXT_CHARS = 1_000;
const MAX_U32 = 0xffff_ffff;
const MAX_U64 = (1n << 64n) - 1n;
/** As many events as the largest extrinsic could make. */
const MAX_EVENTS = 1_000_000;

/** @throws LightError `transaction/bad-record` with the field in `data`. */
export function decodeTrackedTransaction(value: unknown): TrackedTransaction {
  const record = recordOf(value, 'transaction');
  const bytes = bytesOf(record.bytes, 'bytes', { most: MAX_TRANSACTION_BYTES });
  const birth = blockOf(record.birth, 'birth');
  const window = { least: birth.number + 1, most: birth.number + MAX_WINDOW_BLOCKS };
  const validUntil = integerOf(record.validUntil, 'validUntil', window);
  const hash = textOf(record.hash, 'hash');
  if (hash !== toHex(extrinsicHash(bytes))) throw bad('hash');
  const signer = bytesOf(record.signer, 'signer', { exactly: 32 });
  const nonce = integerOf(record.nonce, 'nonce');
  if (!isAsSigned({ bytes, signer, nonce, birth, validUntil })) throw bad('bytes');
  return {
    hash,
    bytes,
    signer,
    nonce,
    specVersion: integerOf(record.specVersion, 'specVersion'),
    birth,
    validUntil,
    submittedAtMs: integerOf(record.submittedAtMs, 'submittedAtMs', { most: Number.MAX_SAFE_INTEGER }),
    handOvers: integerOf(record.handOvers, 'handOvers'),
    lastHandOver: integerOf(record.lastHandOver, 'lastHandOver'),
    lastRefusal: optionalOf(record.lastRefusal, (refusal) => refusalOf(refusal, 'lastRefusal')),
    search: searchOf(record.search, birth, validUntil),
    state: stateOf(record.state),
  };
}

function searchOf(value: unknown, birth: BlockRef, validUntil: number): Search {
  const search = recordOf(value, 'search');
  const window = { least: birth.number + 1, most: validUntil };
  const missing = listOf(search.missing, 'search.missing', MAX_MISSING_BLOCKS, (number, field) =>
    integerOf(number, field, window),
  );
  return {
    nextBlock: integerOf(search.nextBlock, 'search.nextBlock', window),
    missing,
    lost: integerOf(search.lost, 'search.lost', { most: MAX_WINDOW_BLOCKS }),
    label: labelOf(search.label, 'search.label'),
    head: optionalOf(search.head, (head) => blockOf(head, 'search.head')),
  };
}

function stateOf(value: unknown): TransactionState {
  const state = recordOf(value, 'state');
  switch (state.type) {
    case 'signed':
    case 'submitted':
      return { type: state.type };
    case 'refused':
      return { type: 'refused', refusal: refusalOf(state.refusal, 'state.refusal') };
    case 'included': {
      const inclusion = recordOf(state.inclusion, 'state.inclusion');
      return {
        type: 'included',
        inclusion: {
          block: blockOf(inclusion.block, 'state.inclusion.block'),
          index: integerOf(inclusion.index, 'state.inclusion.index'),
        },
        label: labelOf(state.label, 'state.label'),
        outcome: optionalOf(state.outcome, outcomeOf),
      };
    }
    case 'replaced':
    case 'expired': {
      const seenAt = blockOf(state.seenAt, 'state.seenAt');
      return { type: state.type, seenAt, label: labelOf(state.label, 'state.label') };
    }
    case 'lost-sight':
      return { type: 'lost-sight', why: failureOf(state.why, 'state.why') };
    default:
      throw bad('state.type');
  }
}

function outcomeOf(value: unknown): TransactionOutcome {
  const outcome = recordOf(value, 'outcome');
  if (outcome.type === 'unknown') {
    const why = recordOf(outcome.why, 'outcome.why');
    return { type: 'unknown', why: { code: codeOf(why.code, 'outcome.why.code'), reason: textOf(why.reason, 'why') } };
  }
  const told = {
    fee: optionalOf(outcome.fee, feeOf),
    events: listOf(outcome.events, 'outcome.events', MAX_KEPT_EVENTS, eventOf),
    eventsLeftOut: integerOf(outcome.eventsLeftOut, 'outcome.eventsLeftOut', { most: MAX_EVENTS }),
  };
  if (outcome.type === 'failed') return { type: 'failed', error: dispatchFailureOf(outcome.error, 'error'), ...told };
  if (outcome.type !== 'succeeded') throw bad('outcome.type');
  const carried = listOf(outcome.carried, 'outcome.carried', MAX_KEPT_EVENTS, carriedOf);
  return { type: 'succeeded', carried, ...told };
}

function feeOf(value: unknown): PaidFee {
  const fee = recordOf(value, 'fee');
  return {
    payer: bytesOf(fee.payer, 'fee.payer', { exactly: 32 }),
    feeRao: raoOf(fee.feeRao, 'fee.feeRao'),
    tipRao: raoOf(fee.tipRao, 'fee.tipRao'),
    inAlpha: optionalOf(fee.inAlpha, (inAlpha) => {
      const { netuid, alphaRao } = recordOf(inAlpha, 'fee.inAlpha');
      return {
        netuid: integerOf(netuid, 'fee.inAlpha.netuid', { most: 0xffff }),
        alphaRao: raoOf(alphaRao, 'fee.inAlpha.alphaRao'),
      };
    }),
  };
}

/** A value that can be written as an event and is read back from those bytes. */
function eventOf(value: unknown, field: string): RuntimeEvent {
  try {
    return decode(runtimeEvent, encode(runtimeEvent, value as RuntimeEvent));
  } catch (cause) {
    throw bad(field, cause);
  }
}

function carriedOf(value: unknown, field: string): CarriedFailure {
  const carried = recordOf(value, field);
  return {
    by: textOf(carried.by, `${field}.by`),
    item: optionalOf(carried.item, (item) => integerOf(item, `${field}.item`)),
    error: dispatchFailureOf(carried.error, `${field}.error`),
  };
}

function dispatchFailureOf(value: unknown, field: string): DispatchFailure {
  const failure = recordOf(value, field);
  return {
    pallet: optionalOf(failure.pallet, (pallet) => textOf(pallet, `${field}.pallet`)),
    name: textOf(failure.name, `${field}.name`),
    docs: textOf(failure.docs, `${field}.docs`),
  };
}

function refusalOf(value: unknown, field: string): PoolRefusal {
  const refusal = recordOf(value, field);
  const kind = REFUSAL_KINDS.find((known) => known === refusal.kind);
  if (!kind) throw bad(`${field}.kind`);
  return {
    kind,
    rpcCode: integerOf(refusal.rpcCode, `${field}.rpcCode`),
    custom: optionalOf(refusal.custom, (custom) => integerOf(custom, `${field}.custom`, { most: 255 })),
    name: textOf(refusal.name, `${field}.name`),
    reason: textOf(refusal.reason, `${field}.reason`),
  };
}

function failureOf(value: unknown, field: string): Failure {
  const { code, reason, next } = recordOf(value, field);
  return {
    code: codeOf(code, `${field}.code`),
    reason: textOf(reason, `${field}.reason`),
    next: textOf(next, `${field}.next`),
  };
}

function bad(field: string, cause?: unknown): LightError {
  return new LightError('transaction/bad-record', `What is stored is no followed transaction: ${field}.`, {
    data: { field },
    cause,
  });
}

function recordOf(value: unknown, field: string): Readonly<Record<string, unknown>> {
  if (!isRecord(value)) throw bad(field);
  return value;
}

function optionalOf<T>(value: unknown, read: (value: unknown) => T): T | undefined {
  return value === undefined ? undefined : read(value);
}

function listOf<T>(value: unknown, field: string, most: number, read: (item: unknown, field: string) => T): T[] {
  if (!Array.isArray(value) || value.length > most) throw bad(field);
  return Array.from(value as readonly unknown[], (item, i) => read(item, `${field}[${i}]`));
}

function bytesOf(value: unknown, field: string, size: { readonly exactly?: number; readonly most?: number }): Bytes {
  if (!(value instanceof Uint8Array)) throw bad(field);
  const { exactly = value.length, most = exactly } = size;
  if (value.length !== exactly || value.length > most) throw bad(field);
  return Uint8Array.from(value);
}

function integerOf(
  value: unknown,
  field: string,
  { least = 0, most = MAX_U32 }: { readonly least?: number; readonly most?: number } = {},
): number {
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < least || value > most) throw bad(field);
  return value;
}

function raoOf(value: unknown, field: string): bigint {
  if (typeof value !== 'bigint' || value < 0n || value > MAX_U64) throw bad(field);
  return value;
}

function textOf(value: unknown, field: string): string {
  if (typeof value !== 'string' || value.length > MAX_TEXT_CHARS) throw bad(field);
  return value;
}

function codeOf(value: unknown, field: string): `transaction/${string}` {
  const text = textOf(value, field);
  if (!/^transaction\/[a-z-]+$/.test(text)) throw bad(field);
  return text as `transaction/${string}`;
}

function labelOf(value: unknown, field: string): Label {
  const label = LABELS.find((known) => known === value);
  if (!label) throw bad(field);
  return label;
}

function blockOf(value: unknown, field: string): BlockRef {
  const { number, hash } = recordOf(value, field);
  const text = textOf(hash, `${field}.hash`);
  if (!/^0x[0-9a-f]{64}$/.test(text)) throw bad(`${field}.hash`);
  return { number: integerOf(number, `${field}.number`), hash: text };
}
