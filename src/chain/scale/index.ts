/** SCALE: the encoding of everything a Substrate chain stores, hashes and sends. */
export * from './codec.ts';
export * from './collections.ts';
export * from './compact.ts';
export * from './composites.ts';
export * from './primitives.ts';
export { ScaleReader } from './reader.ts';
