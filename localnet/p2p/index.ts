/** The localnet's p2p side: serves unmodified light clients over js-libp2p. */
export { P2pError } from './error.ts';
export type { P2pHost, P2pHostOptions } from './host.ts';
export { startP2pHost } from './host.ts';
export { HONEST, justificationServed, proofServed } from './lies.ts';
