/**
 * A new runtime for a running localnet, on an operator's word: the state machine stays, what it says of itself changes.
 *
 *   POST /upgrade?spec=425                         this program's own under another version
 *   POST /upgrade?spec=425&metadata=renamed-item   one that clients of the old one cannot read
 */
import type { Chain } from './chain/index.ts';
import { assertUpgrades, LocalnetError } from './chain/index.ts';
import type { MetadataChange } from './runtime/index.ts';
import { METADATA_CHANGES } from './runtime/index.ts';
import type { DescribeRuntime } from './runtimes.ts';
import { buildCode } from './runtimes.ts';

export interface UpgradeRequest {
  /** More than the version now. */
  readonly specVersion: number;
  /** Left out: the metadata is this program's own, but for the version; also after an upgrade that changed it. */
  readonly changeMetadata?: MetadataChange;
}

export type Upgrade = (request: UpgradeRequest) => Promise<void>;

/**
 * Builds the new runtime; the next block brings it. The result rejects with LocalnetError `upgrade/not-higher`.
 */
export function upgrader(chain: Chain, blockTimeMs: number, describeRuntime: DescribeRuntime): Upgrade {
  return async ({ specVersion, changeMetadata }) => {
    assertUpgrades(specVersion, chain.version.specVersion);
    const { version } = describeRuntime(chain.best.state!);
    const code = await buildCode({ ...version, specVersion }, blockTimeMs, changeMetadata);
    chain.upgrade({ code, specVersion });
  };
}

/** What the query of an operator's request asks for. @throws LocalnetError `upgrade/bad-request` */
export function readUpgradeRequest(query: URLSearchParams): UpgradeRequest {
  const [spec, metadata] = [query.get('spec') ?? '', query.get('metadata')];
  const changeMetadata = METADATA_CHANGES.find((name) => name === metadata);
  if (!/^\d{1,10}$/.test(spec) || (metadata !== null && !changeMetadata)) {
    const form = `spec=VERSION, and metadata=${METADATA_CHANGES.join('|')} if wanted`;
    throw new LocalnetError('upgrade/bad-request', `expected ${form}`);
  }
  return { specVersion: Number(spec), ...(changeMetadata && { changeMetadata }) };
}
