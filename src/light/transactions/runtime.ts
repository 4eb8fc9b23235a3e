/**
 * Which runtimes this version can make transactions for.
 *
 * A signature states the versions of the runtime and of its transactions. The first is in proved state; the second is not,
 * so it comes with the runtimes that the schema was made for. An unknown runtime may number its calls otherwise: then
 * nothing is signed.
 */
import { finneyVersion } from '../../chain/schema/index.ts';
import { LightError } from '../errors.ts';

/** Transaction version by spec version. */
function knownRuntimes(): ReadonlyMap<number, number> {
  const { spec_version: specVersion, transaction_version: transactionVersion } = finneyVersion();
  return new Map([[specVersion, transactionVersion]]);
}

/**
 * The transaction version of a runtime.
 * @param chosen what the caller answers for; it is then taken for any runtime
 * @throws LightError `transaction/unknown-runtime`
 */
export function transactionVersionOf(specVersion: number, chosen?: number): number {
  const version = chosen ?? knownRuntimes().get(specVersion);
  if (version !== undefined) return version;
  const known = [...knownRuntimes().keys()].join(', ');
  throw new LightError(
    'transaction/unknown-runtime',
    `The chain runs runtime ${specVersion}; this version makes transactions for runtime ${known} only.`,
    { data: { specVersion } },
  );
}
