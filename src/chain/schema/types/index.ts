/** The types that storage, calls and runtime APIs are made of. */
export * from './basic.ts';
export type { InnerCall } from './call.ts';
export * from './dispatch.ts';
export * from './era.ts';
export * from './fixed.ts';
export * from './runtime-api.ts';
export * from './subtensor.ts';
