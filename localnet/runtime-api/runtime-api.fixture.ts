/** Asks runtime functions with values and reads values back, for tests. */
import type { Bytes } from '../../src/chain/bytes.ts';
import { concatBytes, utf8 } from '../../src/chain/bytes.ts';
import { decode, encode } from '../../src/chain/scale/index.ts';
import { finneyVersion, runtimeVersion } from '../../src/chain/schema/index.ts';
import type { State } from '../state.ts';
import type { ApiContext } from './index.ts';
import { callRuntimeApi, runtimeApis } from './index.ts';

export const METADATA_14: Bytes = concatBytes(utf8('meta'), Uint8Array.of(14, 1));
export const METADATA_15: Bytes = concatBytes(utf8('meta'), Uint8Array.of(15, 1));

export const testContext: ApiContext = {
  version: encode(runtimeVersion, finneyVersion()),
  metadata: new Map([
    [14, METADATA_14],
    [15, METADATA_15],
  ]),
  queryInfo: (extrinsic) => ({
    refTime: 1000n,
    proofSize: 0n,
    class: 'Normal',
    partialFeeRao: 60_000n + BigInt(extrinsic.length),
  }),
};

/** Every function that is answered here, by the name that a client calls. */
export const answered: readonly string[] = runtimeApis.flatMap(({ name, methods }) =>
  Object.entries(methods).flatMap(([method, { call }]) => (call ? [`${name}_${method}`] : [])),
);

/** The decoded answer of `SwapRuntimeApi_current_alpha_price` and the like. */
export function ask<T>(state: State, name: string, ...values: readonly unknown[]): T {
  const [api, method] = [name.slice(0, name.indexOf('_')), name.slice(name.indexOf('_') + 1)];
  const { inputs, output } = runtimeApis.find((candidate) => candidate.name === api)!.methods[method]!;
  const args = concatBytes(...inputs.map(({ codec }, i) => encode(codec, values[i])));
  return decode(output, callRuntimeApi(state, testContext, name, args)!) as T;
}
