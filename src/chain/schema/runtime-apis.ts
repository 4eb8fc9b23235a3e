/**
 * Which functions a runtime offers, told without running it, and whether smoldot can follow a chain with them.
 *
 *   wasm module   custom section "runtime_apis": 12 bytes each, API id ++ version u32 (crate `sp-version`)
 *   JSON-RPC      state_getRuntimeVersion: { apis: [["0xdd718d5cc53262d4", 1], …] }
 *
 * An API's id is the BLAKE2b-64 of its trait's name. smoldot 3.4.1 reads the consensus of a chain from AuraApi or from
 * BabeApi, and gives up where both are listed: finney's BabeApi is a placeholder with epochs of no length.
 */
import type { Bytes } from '../bytes.ts';
import { equalBytes, fromHex, toHex } from '../bytes.ts';
import { ChainError } from '../error.ts';
import { ScaleReader } from '../scale/index.ts';

/** BLAKE2b-64 of `AuraApi`. */
export const AURA_API = '0xdd718d5cc53262d4';
/** BLAKE2b-64 of `BabeApi`. */
export const BABE_API = '0xcbca25e39f142387';
/** What a node accepts of a runtime. */
const MAX_CODE_BYTES = 50 << 20;
/** Finney lists 24. */
const MAX_APIS = 1024;
const API_ID_BYTES = 8;
const API_BYTES = API_ID_BYTES + 4;
const WASM_HEADER: Bytes = fromHex('0x0061736d01000000');
const CUSTOM_SECTION = 0;
const SECTION_NAME = 'runtime_apis';
/** A u32 in LEB128 takes no more. */
const MAX_LEB_BYTES = 5;

/** False for a runtime that lists both. */
export function isSmoldotCompatible(apis: ReadonlyMap<string, number>): boolean {
  return !(apis.has(AURA_API) && apis.has(BABE_API));
}

/**
 * API id (hex) → version, from an uncompressed wasm module; undefined where it has no such section (then only running it
 * tells).
 * @throws ChainError `runtime/bad-code` if these are no wasm sections, `runtime/too-large`.
 */
export function apisOfCode(code: Uint8Array): ReadonlyMap<string, number> | undefined {
  if (code.length > MAX_CODE_BYTES)
    throw new ChainError('runtime/too-large', `at most ${MAX_CODE_BYTES} bytes of code`);
  if (!equalBytes(code.subarray(0, WASM_HEADER.length), WASM_HEADER)) {
    throw new ChainError('runtime/bad-code', 'the bytes do not begin like an uncompressed wasm module');
  }
  for (let at = WASM_HEADER.length; at < code.length; ) {
    const kind = code[at]!;
    const size = leb(code, at + 1);
    const end = size.end + size.value;
    if (end > code.length)
      throw new ChainError('runtime/bad-code', 'a section is longer than the module', { offset: at });
    if (kind === CUSTOM_SECTION) {
      const name = leb(code, size.end);
      const start = name.end + name.value;
      if (start > end) throw new ChainError('runtime/bad-code', 'a name is longer than its section', { offset: at });
      if (isSectionName(code.subarray(name.end, start))) return readApis(code.subarray(start, end));
    }
    at = end;
  }
  return undefined;
}

/** The same from the answer of `state_getRuntimeVersion`. @throws ChainError `runtime/bad-answer` */
export function apisOfAnswer(answer: unknown): ReadonlyMap<string, number> {
  const apis = typeof answer === 'object' && answer !== null && 'apis' in answer ? answer.apis : undefined;
  if (!Array.isArray(apis) || apis.length > MAX_APIS) {
    throw new ChainError('runtime/bad-answer', `expected a list of at most ${MAX_APIS} APIs`, { field: 'apis' });
  }
  return new Map(
    apis.map((entry: unknown, i): [string, number] => {
      const [id, version]: readonly unknown[] = Array.isArray(entry) ? entry : [];
      if (typeof id !== 'string' || !/^0x[0-9a-f]{16}$/i.test(id) || !Number.isSafeInteger(version)) {
        throw new ChainError('runtime/bad-answer', 'expected the id of an API and its version', {
          field: `apis[${i}]`,
        });
      }
      return [id.toLowerCase(), version as number];
    }),
  );
}

function readApis(section: Uint8Array): ReadonlyMap<string, number> {
  if (section.length % API_BYTES !== 0 || section.length > MAX_APIS * API_BYTES) {
    throw new ChainError('runtime/bad-code', `${SECTION_NAME} has ${section.length} bytes`);
  }
  const input = new ScaleReader(section);
  const apis = new Map<string, number>();
  while (input.remaining > 0) apis.set(toHex(input.take(API_ID_BYTES)), input.u32());
  return apis;
}

const isSectionName = (bytes: Uint8Array): boolean =>
  bytes.length === SECTION_NAME.length && String.fromCharCode(...bytes) === SECTION_NAME;

/** An unsigned LEB128 number and where it ends. */
function leb(code: Uint8Array, start: number): { readonly value: number; readonly end: number } {
  let value = 0;
  for (let i = 0; i < MAX_LEB_BYTES; i++) {
    const byte = code[start + i];
    if (byte === undefined) break;
    value += (byte & 0x7f) * 2 ** (7 * i);
    if (byte < 0x80) return { value, end: start + i + 1 };
  }
  throw new ChainError('runtime/bad-code', 'a length cannot be read', { offset: start });
}
