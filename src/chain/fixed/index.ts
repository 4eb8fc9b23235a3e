/** Fixed-point arithmetic on bigint bits, exactly as the chain's pallets do it (spec yuma §1). */
export * from './convert.ts';
export { type FixedPoint, I32F32, I64F64, I96F32, U64F64, U96F32 } from './format.ts';
export * from './order.ts';
export { type Fraction, scaledPower } from './power.ts';
