/** The chain's rules. Pure: bytes and numbers in, bytes and numbers out. No network, clock, DOM or randomness. */
export * from './bytes.ts';
export { ChainError } from './error.ts';
export * from './hash.ts';
export * from './scale/index.ts';
