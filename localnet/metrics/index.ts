/** How the localnet is doing: counters, the page that Prometheus reads, and the small HTTP server of an operator. */
export { directoryBytes } from './directory-bytes.ts';
export { countEpochCores, type EpochCount } from './epoch-count.ts';
export { type Counts, type MetricsOptions, metricsText, watchChain } from './metrics.ts';
export { DEFAULT_OPS_PORT, type FaucetAnswer, type OpsServer, startOpsServer } from './server.ts';
