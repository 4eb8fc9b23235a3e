/**
 * Runs a function of the runtime blob against a state, and notes which keys it read.
 *
 * This is how a full node answers `state_call` and makes call proofs: the proof of a call is the proof of all keys that
 * the call read. The blob is ours, but its arguments are not: they are bounded, and a trap is an error, not a crash.
 */
import type { Bytes } from '../../src/chain/bytes.ts';
import { blake2b128, blake2b256 } from '../../src/chain/hash.ts';
import { encode, option, u32 } from '../../src/chain/scale/index.ts';
import type { Trie } from '../../src/chain/trie/index.ts';
import { decompressCode } from './build.ts';
import { RuntimeError } from './error.ts';
import { CODE_KEY } from './keys.ts';
import { WASM_PAGE_BYTES } from './memory.ts';

/** The longest arguments of a call: an extrinsic of the largest normal block would not fit a p2p request anyway. */
const MAX_ARGUMENT_BYTES = 1 << 20;
/** The longest answer that is copied out; metadata is below 1 MiB. */
const MAX_RESULT_BYTES = 16 << 20;

export interface CallResult {
  readonly output: Bytes;
  /** In the order of reading, possibly with repetitions; `:code` is not among them. */
  readonly reads: readonly Bytes[];
}

/** Compiled blobs by the very bytes in the state; states share them until the code changes. */
const modules = new WeakMap<Uint8Array, WebAssembly.Module>();

function moduleOf(blob: Uint8Array): WebAssembly.Module {
  let module = modules.get(blob);
  if (!module) {
    module = new WebAssembly.Module(decompressCode(blob));
    modules.set(blob, module);
  }
  return module;
}

/**
 * Calls `method` (`AuraApi_authorities`) of the runtime in `state` with SCALE `args`.
 * @throws RuntimeError `runtime/unknown-method`, `runtime/trapped`, `runtime/too-long`, `runtime/bad-code` (no `:code`).
 */
export function callRuntime(state: Trie, method: string, args: Uint8Array): CallResult {
  if (args.length > MAX_ARGUMENT_BYTES) {
    throw new RuntimeError('runtime/too-long', `arguments of at most ${MAX_ARGUMENT_BYTES} bytes, got ${args.length}`);
  }
  const blob = state.get(CODE_KEY);
  if (!blob) throw new RuntimeError('runtime/bad-code', 'the state holds no runtime');
  const module = moduleOf(blob);
  if (!WebAssembly.Module.exports(module).some(({ name, kind }) => name === method && kind === 'function')) {
    throw new RuntimeError(
      'runtime/unknown-method',
      // Substrate's words: clients look for them.
      `Other: Exported method ${method.slice(0, 80)} is not found`,
    );
  }
  try {
    return run(module, state, method, args);
  } catch (error) {
    if (error instanceof RuntimeError) throw error;
    throw new RuntimeError('runtime/trapped', `${method} did not return`, error);
  }
}

type Exports = {
  readonly memory: WebAssembly.Memory;
  readonly __heap_base: WebAssembly.Global<'i32'>;
} & Readonly<Record<string, (args: number, length: number) => bigint>>;

function run(module: WebAssembly.Module, state: Trie, method: string, args: Uint8Array): CallResult {
  const reads: Bytes[] = [];
  // The host functions run only once there are exports to work on.
  const heap = { top: 0, memory: undefined as WebAssembly.Memory | undefined };
  const memory = () => heap.memory!;
  const view = (span: bigint): Uint8Array => {
    const at = Number(span & 0xffff_ffffn);
    const length = Number(span >> 32n);
    if (length > MAX_RESULT_BYTES) throw new RuntimeError('runtime/too-long', `${method} handed over ${length} bytes`);
    return new Uint8Array(memory().buffer, at, length);
  };
  const give = (bytes: Uint8Array): number => {
    const at = heap.top;
    heap.top += bytes.length;
    const missing = heap.top - memory().buffer.byteLength;
    if (missing > 0) memory().grow(Math.ceil(missing / WASM_PAGE_BYTES));
    new Uint8Array(memory().buffer).set(bytes, at);
    return at;
  };
  const giveSpan = (bytes: Uint8Array): bigint => BigInt(give(bytes)) | (BigInt(bytes.length) << 32n);
  const instance = new WebAssembly.Instance(module, {
    env: {
      ext_storage_read_version_1: (key: bigint, out: bigint, offset: number): bigint => {
        const keyBytes = view(key).slice() as Bytes;
        reads.push(keyBytes);
        const value = state.get(keyBytes)?.subarray(offset);
        const room = view(out);
        if (value) room.set(value.subarray(0, room.length));
        return giveSpan(encode(option(u32), value?.length));
      },
      ext_hashing_blake2_128_version_1: (data: bigint): number => give(blake2b128(view(data))),
      ext_hashing_blake2_256_version_1: (data: bigint): number => give(blake2b256(view(data))),
    },
  });
  const exports = instance.exports as unknown as Exports;
  heap.memory = exports.memory;
  heap.top = exports.__heap_base.value;
  const output = exports[method]!(give(args), args.length);
  return { output: view(BigInt.asUintN(64, output)).slice() as Bytes, reads };
}
