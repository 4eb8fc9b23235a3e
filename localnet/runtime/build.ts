/**
 * Makes the runtime blob from its text (`wat.ts`).
 */
import { zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import createWabt from 'wabt';
import type { Bytes } from '../../src/chain/bytes.ts';
import { concatBytes, equalBytes, fromHex } from '../../src/chain/bytes.ts';
import { RuntimeError } from './error.ts';
import type { CallCost } from './fees.ts';
import type { RuntimeConstants } from './wat.ts';
import { runtimeText } from './wat.ts';

/** What a compressed blob begins with (`sp_maybe_compressed_blob`); zstd follows. */
const COMPRESSED_PREFIX = fromHex('0x52bc537646db8e05');
/** Light clients interpret the first version of WebAssembly and refuse what came later. */
const FIRST_VERSION_ONLY = {
  bulk_memory: false,
  exceptions: false,
  multi_value: false,
  mutable_globals: false,
  reference_types: false,
  sat_float_to_int: false,
  sign_extension: false,
  simd: false,
  tail_call: false,
  threads: false,
};
/** What a node accepts after decompression. */
const MAX_CODE_BYTES = 50 << 20;

/**
 * Builds the blob, compressed (about a third of the metadata's size). Without `callCosts` it knows no call's weight.
 * @throws RangeError if `metadata` does not begin with `meta`, `RuntimeError` `runtime/bad-code` if the text is wrong.
 */
export async function buildRuntime(
  constants: Omit<RuntimeConstants, 'callCosts'> & { readonly callCosts?: readonly CallCost[] },
): Promise<Bytes> {
  if (!equalBytes(constants.metadata.subarray(0, METADATA_MAGIC.length), METADATA_MAGIC)) {
    throw new RangeError('metadata must begin with the bytes of "meta"');
  }
  const text = runtimeText({ callCosts: [], ...constants });
  const wabt = await createWabt();
  const module = wabt.parseWat('runtime.wat', text, FIRST_VERSION_ONLY);
  try {
    module.validate();
    return compressCode(module.toBinary({}).buffer);
  } finally {
    module.destroy();
  }
}

const METADATA_MAGIC = fromHex('0x6d657461');

export function compressCode(code: Uint8Array): Bytes {
  return concatBytes(COMPRESSED_PREFIX, zstdCompressSync(code));
}

/** The wasm module in a blob, compressed or not. @throws RuntimeError `runtime/bad-code` if it cannot be decompressed. */
export function decompressCode(blob: Uint8Array): Bytes {
  if (!equalBytes(blob.subarray(0, COMPRESSED_PREFIX.length), COMPRESSED_PREFIX)) return blob.slice() as Bytes;
  try {
    const code = zstdDecompressSync(blob.subarray(COMPRESSED_PREFIX.length), { maxOutputLength: MAX_CODE_BYTES });
    return new Uint8Array(code);
  } catch (error) {
    throw new RuntimeError('runtime/bad-code', 'the blob does not decompress to a wasm module', error);
  }
}
