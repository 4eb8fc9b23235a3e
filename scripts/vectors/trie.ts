/**
 * Runs vector files of schema `trie-vector/1` (test/vectors/trie/README.md): roots, read proofs with their damaged
 * forms, and the genesis of the public testnet.
 */
import type { Bytes } from '../../src/chain/bytes.ts';
import { fromHex, toHex } from '../../src/chain/bytes.ts';
import { ChainError } from '../../src/chain/error.ts';
import { headerHash } from '../../src/chain/header.ts';
import type { StateVersion } from '../../src/chain/trie/index.ts';
import { EMPTY_ROOT, Trie, verifyProof } from '../../src/chain/trie/index.ts';
import { mutateProof, showValue } from './trie-mutations.ts';
import type { CaseResult, Mismatch } from './types.ts';

const SCHEMA = 'trie-vector/1';

/** One result per case. @throws ChainError `vectors/bad-document` if this is no document of the schema, `bytes/bad-hex`. */
export function runTrieDocument(document: unknown): readonly CaseResult[] {
  const { schema, kind, ...body } = objectAt(document, 'document');
  if (schema !== SCHEMA) throw badDocument('schema', SCHEMA, schema);
  switch (kind) {
    case 'roots':
      return arrayAt(body.cases, 'cases').map((item, i) => runRoot(objectAt(item, `cases[${i}]`)));
    case 'proofs':
      return arrayAt(body.cases, 'cases').map((item, i) => runProof(objectAt(item, `cases[${i}]`)));
    case 'genesis':
      return [runGenesis(body)];
    default:
      throw badDocument('kind', 'roots, proofs or genesis', kind);
  }
}

type Fields = Readonly<Record<string, unknown>>;

function runRoot(fields: Fields): CaseResult {
  const trie = arrayAt(fields.entries, 'entries').reduce<Trie>(
    (built, entry, i) => {
      const [key, value] = arrayAt(entry, `entries[${i}]`);
      return built.set(bytesAt(key, `entries[${i}][0]`), bytesAt(value, `entries[${i}][1]`));
    },
    Trie.empty(stateVersionOf(fields)),
  );
  return { id: stringAt(fields.id, 'id'), mismatches: compare('root', fields.root, trie.root()) };
}

function runProof(fields: Fields): CaseResult {
  const id = stringAt(fields.id, 'id');
  const root = bytesAt(fields.root, 'root');
  const proof = arrayAt(fields.proof, 'proof').map((node, i) => bytesAt(node, `proof[${i}]`));
  const values = new Map(
    arrayAt(fields.values, 'values').map((pair, i) => {
      const [key, value] = arrayAt(pair, `values[${i}]`);
      return [bytesAt(key, `values[${i}][0]`), value === null ? undefined : bytesAt(value, `values[${i}][1]`)];
    }),
  );
  return { id, mismatches: [...checkProof(root, proof, values), ...mutateProof(root, proof, values)] };
}

/** A refusal of a valid proof is a difference, not a broken document. */
function checkProof(root: Bytes, proof: readonly Bytes[], values: ReadonlyMap<Bytes, Bytes | undefined>): Mismatch[] {
  let field = 'proof';
  let expected = 'accepted';
  try {
    const verified = verifyProof(root, proof);
    const mismatches: Mismatch[] = [];
    for (const [key, value] of values) {
      field = `values ${toHex(key)}`;
      expected = showValue(value);
      const got = showValue(verified.get(key));
      if (got !== expected) mismatches.push({ field, expected, got });
    }
    return mismatches;
  } catch (error) {
    if (!(error instanceof ChainError)) throw error;
    return [{ field, expected, got: `${error.code}: ${error.message}` }];
  }
}

function runGenesis(fields: Fields): CaseResult {
  const trie = arrayAt(fields.entries, 'entries').reduce<Trie>(
    (built, item, i) => {
      const entry = objectAt(item, `entries[${i}]`);
      const key = bytesAt(entry.key, `entries[${i}].key`);
      return entry.value_hash === undefined
        ? built.set(key, bytesAt(entry.value, `entries[${i}].value`))
        : built.setHash(key, bytesAt(entry.value_hash, `entries[${i}].value_hash`));
    },
    Trie.empty(stateVersionOf(fields)),
  );
  const stateRoot = trie.root();
  const header = { parentHash: new Uint8Array(32), number: 0, stateRoot, extrinsicsRoot: EMPTY_ROOT, digest: [] };
  const mismatches = [
    ...compare('state_root', fields.state_root, stateRoot),
    ...compare('genesis_hash', fields.genesis_hash, headerHash(header)),
  ];
  return { id: 'genesis', mismatches };
}

function compare(field: string, expected: unknown, got: Uint8Array): Mismatch[] {
  const want = toHex(bytesAt(expected, field));
  return want === toHex(got) ? [] : [{ field, expected: want, got: toHex(got) }];
}

function stateVersionOf({ state_version: version }: Fields): StateVersion {
  if (version !== 0 && version !== 1) throw badDocument('state_version', '0 or 1', version);
  return version;
}

function objectAt(value: unknown, field: string): Fields {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw badDocument(field, 'an object', value);
  return value as Fields;
}

function arrayAt(value: unknown, field: string): readonly unknown[] {
  if (!Array.isArray(value)) throw badDocument(field, 'an array', value);
  return value;
}

function stringAt(value: unknown, field: string): string {
  if (typeof value !== 'string') throw badDocument(field, 'a string', value);
  return value;
}

function bytesAt(value: unknown, field: string): Bytes {
  return fromHex(stringAt(value, field));
}

function badDocument(field: string, expected: string, got: unknown): ChainError {
  return new ChainError('vectors/bad-document', `expected ${expected}, got ${JSON.stringify(got)?.slice(0, 60)}`, {
    field,
  });
}
