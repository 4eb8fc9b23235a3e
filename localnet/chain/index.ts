/** The chain of the localnet: state, blocks, finality, the pool, and what is kept on disk. */
export { type AuthorOptions, makeHistory, slotAt, startAuthor } from './author.ts';
export { Chain, type ChainOptions, FINALITY_LAG, JUSTIFICATION_PERIOD } from './chain.ts';
export { LocalnetError } from './error.ts';
export { FOUNDING_KEY, type Founding, foundingDigest } from './founding.ts';
export { type GenesisOptions, genesisState } from './genesis.ts';
export { openLevelStore } from './level-store.ts';
export { openMemoryStore } from './memory-store.ts';
export type { ChainParameters, Store } from './store.ts';
export { RETAINED_BODIES, RETAINED_STATES } from './store.ts';
export { assertUpgrades, type RuntimeUpgrade } from './upgrade.ts';
