/** A runtime version as JSON: the old interface's spelling and the new one's. */
import { toHex } from '../../src/chain/bytes.ts';
import type { RuntimeVersion } from '../../src/chain/schema/index.ts';

/** As `state_getRuntimeVersion` says it. */
export function runtimeVersionJson(version: RuntimeVersion) {
  return {
    specName: version.spec_name,
    implName: version.impl_name,
    authoringVersion: version.authoring_version,
    specVersion: version.spec_version,
    implVersion: version.impl_version,
    apis: version.apis.map(([id, number]) => [toHex(id), number] as const),
    transactionVersion: version.transaction_version,
    stateVersion: version.system_version,
  };
}

/** As `chainHead_v1_follow` says it: APIs by their hash. */
export function runtimeSpecJson(version: RuntimeVersion) {
  const { specName, implName, specVersion, implVersion, transactionVersion, apis } = runtimeVersionJson(version);
  return { specName, implName, specVersion, implVersion, transactionVersion, apis: Object.fromEntries(apis) };
}
