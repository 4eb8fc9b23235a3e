/**
 * How a call ended: dispatch errors, results, and what it weighed. (`sp_runtime::DispatchError`, `frame_support::dispatch`)
 */
import type { Codec, Value } from '../../scale/index.ts';
import { fixedBytes, struct, u8, variant } from '../../scale/index.ts';
import { unit, weight } from './basic.ts';

const runtime = (name: string) => ['sp_runtime', name];

/** An error of a pallet: `error[0]` is its index there, the rest is zero. */
export const moduleError = struct(runtime('ModuleError'), { index: u8, error: fixedBytes(4) });

export const dispatchError = variant(runtime('DispatchError'), {
  Other: [0, []],
  CannotLookup: [1, []],
  BadOrigin: [2, []],
  Module: [3, [moduleError]],
  ConsumerRemaining: [4, []],
  NoProviders: [5, []],
  TooManyConsumers: [6, []],
  Token: [
    7,
    [
      variant(runtime('TokenError'), {
        FundsUnavailable: [0, []],
        OnlyProvider: [1, []],
        BelowMinimum: [2, []],
        CannotCreate: [3, []],
        UnknownAsset: [4, []],
        Frozen: [5, []],
        Unsupported: [6, []],
        CannotCreateHold: [7, []],
        NotExpendable: [8, []],
        Blocked: [9, []],
      }),
    ],
  ],
  Arithmetic: [
    8,
    [
      variant(['sp_arithmetic', 'ArithmeticError'], {
        Underflow: [0, []],
        Overflow: [1, []],
        DivisionByZero: [2, []],
      }),
    ],
  ],
  Transactional: [9, [variant(runtime('TransactionalError'), { LimitReached: [0, []], NoLayer: [1, []] })]],
  Exhausted: [10, []],
  Corruption: [11, []],
  Unavailable: [12, []],
  RootNotAllowed: [13, []],
  Trie: [
    14,
    [
      variant(['sp_runtime', 'proving_trie', 'TrieError'], {
        InvalidStateRoot: [0, []],
        IncompleteDatabase: [1, []],
        ValueAtIncompleteKey: [2, []],
        DecoderError: [3, []],
        InvalidHash: [4, []],
        DuplicateKey: [5, []],
        ExtraneousNode: [6, []],
        ExtraneousValue: [7, []],
        ExtraneousHashReference: [8, []],
        InvalidChildReference: [9, []],
        ValueMismatch: [10, []],
        IncompleteProof: [11, []],
        RootMismatch: [12, []],
        DecodeError: [13, []],
      }),
    ],
  ],
});
export type DispatchError = Value<typeof dispatchError>;

/** `Result<(), DispatchError>`: what an inner call came to. */
export const dispatchResult = variant(['Result'], { Ok: [0, [unit]], Err: [1, [dispatchError]] }, [
  { name: 'T', codec: unit },
  { name: 'E', codec: dispatchError },
]);

export const dispatchEventInfo = struct(['frame_system', 'DispatchEventInfo'], {
  weight,
  class: variant(['frame_support', 'dispatch', 'DispatchClass'], {
    Normal: [0, []],
    Operational: [1, []],
    Mandatory: [2, []],
  }),
  pays_fee: variant(['frame_support', 'dispatch', 'Pays'], { Yes: [0, []], No: [1, []] }),
});

/** One value for each class of calls. */
export const perDispatchClass = <T>(of: Codec<T>) =>
  struct(['frame_support', 'dispatch', 'PerDispatchClass'], { normal: of, operational: of, mandatory: of }, [
    { name: 'T', codec: of },
  ]);
