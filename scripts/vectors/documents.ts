/** Which runner a vector document belongs to: its schema says so; economy documents have none and a shape of their own. */
import { ChainError } from '../../src/chain/error.ts';
import { isObject } from './difference.ts';
import type { VectorEngine } from './engine.ts';
import type { CaseResult } from './types.ts';
import { cannotRun, type FunctionTally, runYumaDocument } from './yuma.ts';

/** Runs every case of a document. @throws ChainError if the document as a whole cannot be run. */
export async function runDocument(
  document: unknown,
  engine: VectorEngine,
  tally: FunctionTally,
): Promise<readonly CaseResult[]> {
  if (!isObject(document)) throw unknownSchema('not a vector document: expected an object');
  const { schema } = document;
  if (schema === 'yuma-vector/1') return runYumaDocument(document, engine, tally);

  const isEconomy = schema === undefined && typeof document.name === 'string' && Array.isArray(document.cases);
  if (schema !== 'trie-vector/1' && !isEconomy) {
    throw unknownSchema(`unknown schema ${JSON.stringify(schema)?.slice(0, 60) ?? '(none)'}`);
  }
  if (engine.name !== 'reference') {
    const reason = `engine ${engine.name} computes epochs only`;
    return caseIds(document).map((id) => cannotRun(id, reason));
  }
  if (isEconomy) return (await import('./economy.ts')).runEconomyDocument(document);
  return (await import('./trie.ts')).runTrieDocument(document);
}

function unknownSchema(reason: string): ChainError {
  return new ChainError('vectors/unknown-schema', reason, { field: 'schema' });
}

/** The ids of a document's cases, at least one, so that what cannot be run is counted case by case. */
export function caseIds(document: unknown): string[] {
  const cases = isObject(document) ? (document.cases ?? document.steps) : undefined;
  if (!Array.isArray(cases) || cases.length === 0) return ['document'];
  return cases.map((entry, k) => (isObject(entry) && typeof entry.id === 'string' ? entry.id : String(k)));
}
