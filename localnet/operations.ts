/**
 * The operator's side of a running localnet: what is counted, and the small HTTP server that shows it and gives TAO away.
 */
import { openDoor } from './doors.ts';
import { createFaucet } from './faucet/index.ts';
import type { Counts, MetricsOptions, OpsServer } from './metrics/index.ts';
import { directoryBytes, metricsText, startOpsServer } from './metrics/index.ts';
import type { SigningVersion } from './residents/index.ts';
import type { Upgrade } from './upgrade.ts';
import { readUpgradeRequest } from './upgrade.ts';

export interface OperationsOptions extends Omit<MetricsOptions, 'databaseBytes'> {
  readonly port: number;
  readonly counts: Counts;
  readonly version: SigningVersion;
  readonly upgrade: Upgrade;
  /** Where blocks are kept; undefined if they are not. */
  readonly storeDirectory: string | undefined;
  readonly isHealthy: () => boolean;
}

/** @throws LocalnetError `localnet/port-busy` */
export function startOperations(options: OperationsOptions): Promise<OpsServer> {
  const { port, counts, storeDirectory, chain, version, upgrade, isHealthy } = options;
  const databaseBytes = async () => (storeDirectory === undefined ? 0 : directoryBytes(storeDirectory));
  return openDoor('metrics', port, () =>
    startOpsServer({
      port,
      metrics: () => metricsText(counts, { ...options, databaseBytes }),
      faucet: createFaucet({ chain, version, nowMs: Date.now }),
      upgrade: async (query) => upgrade(readUpgradeRequest(query)),
      isHealthy,
    }),
  );
}
