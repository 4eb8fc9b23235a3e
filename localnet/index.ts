/** A real small Bittensor network for one machine: start it with `startLocalnet`, or by `npm run localnet`. */
export { LocalnetError } from './chain/index.ts';
export { createLog, type Level, type Log, type LogFormat, SILENT } from './log.ts';
export { DEFAULTS, type LocalnetOptions } from './options.ts';
export { CHAIN_SPEC_FILE, SERVERS_FILE, type Servers } from './spec-file.ts';
export { type Localnet, type StartOptions, startLocalnet } from './start.ts';
export type { Block, ChainEvent, ChainView, Finality, Lies } from './types.ts';
export type { UpgradeRequest } from './upgrade.ts';
