/** Random headers for property tests. */
import fc from 'fast-check';
import type { DigestItem, Header } from './header.ts';

const bytes = (length: { readonly minLength?: number; readonly maxLength: number }) =>
  fc.uint8Array(length).map((array) => Uint8Array.from(array));
const hash = bytes({ minLength: 32, maxLength: 32 });
const data = bytes({ maxLength: 70 });
const engineData = fc.tuple(bytes({ minLength: 4, maxLength: 4 }), data);

const digestItem: fc.Arbitrary<DigestItem> = fc.oneof(
  fc.record({ type: fc.constantFrom('Consensus', 'Seal', 'PreRuntime'), value: engineData }),
  fc.record({ type: fc.constant('Other'), value: fc.tuple(data) }),
  fc.constant({ type: 'RuntimeEnvironmentUpdated', value: undefined } as const),
);

export const header: fc.Arbitrary<Header> = fc.record({
  parentHash: hash,
  number: fc.nat(0xffff_ffff),
  stateRoot: hash,
  extrinsicsRoot: hash,
  digest: fc.array(digestItem, { maxLength: 6 }),
});
