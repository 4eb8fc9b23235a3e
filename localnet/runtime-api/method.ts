/**
 * What a function of the runtime is: named inputs, an output, and the answer over a state.
 *
 *   arguments (SCALE, one after another, nothing behind them) ─▶ answer(state, inputs) ─▶ SCALE of the output
 *
 * Arguments come from anybody: they are decoded by bounded readers before anything is looked at.
 */
import type { Bytes } from '../../src/chain/bytes.ts';
import type { AnyCodec, Codec, Value } from '../../src/chain/scale/index.ts';
import { encode, ScaleReader, within } from '../../src/chain/scale/index.ts';
import type { State } from '../state.ts';

/** What an extrinsic weighs and costs, as the state machine says it. */
export interface ExtrinsicCost {
  /** Picoseconds. */
  readonly refTime: bigint;
  /** Bytes. */
  readonly proofSize: bigint;
  readonly class: 'Normal' | 'Operational' | 'Mandatory';
  /** Without tip. */
  readonly partialFeeRao: bigint;
}

/** What the answers need besides the state. */
export interface ApiContext {
  /** The encoded `RuntimeVersion`. */
  readonly version: Bytes;
  /** Metadata by its format's version, in the order in which the node names them; `meta`, the version, the rest. */
  readonly metadata: ReadonlyMap<number, Bytes>;
  /** The cost of an extrinsic with its length prefix. @throws ChainError if it cannot be read */
  queryInfo(extrinsic: Uint8Array): ExtrinsicCost;
}

export interface RuntimeMethod {
  readonly inputs: readonly { readonly name: string; readonly codec: AnyCodec }[];
  readonly output: AnyCodec;
  /**
   * Absent where the runtime blob answers, as it does for light clients.
   * @throws ChainError `scale/…` for arguments that are not of the inputs' types
   */
  readonly call?: (state: State, args: Uint8Array, context: ApiContext) => Bytes;
}

/** A group of functions, named as the runtime's trait; a client calls `<name>_<method>`. */
export interface RuntimeApi {
  readonly name: string;
  readonly version: number;
  readonly methods: Readonly<Record<string, RuntimeMethod>>;
}

type Inputs = Readonly<Record<string, AnyCodec>>;
type Values<I extends Inputs> = { readonly [K in keyof I]: Value<I[K]> };

/** Declares a function by its types and its answer. */
export function method<const I extends Inputs, T>(
  inputs: I,
  output: Codec<T>,
  answer: (state: State, values: Values<I>, context: ApiContext) => NoInfer<T>,
): RuntimeMethod {
  const list = listed(inputs);
  return {
    inputs: list,
    output,
    call(state, args, context) {
      const reader = new ScaleReader(args);
      const values = Object.fromEntries(
        list.map(({ name, codec }) => [name, within(name, () => codec.read(reader) as unknown)]),
      ) as Values<I>;
      reader.expectEnd();
      return encode(output, answer(state, values, context));
    },
  };
}

/** Declares a function that the runtime blob answers. */
export const ofBlob = (inputs: Inputs, output: AnyCodec): RuntimeMethod => ({ inputs: listed(inputs), output });

const listed = (inputs: Inputs) => Object.entries(inputs).map(([name, codec]) => ({ name, codec }));
