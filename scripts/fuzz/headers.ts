/**
 * Headers. Truth: what is read encodes to the very bytes that came, so that the hash of either is the block's.
 */
import { assertSlotIncreases, auraPreRuntime, auraSlot, sealHeader, verifySeal } from '../../src/chain/aura.ts';
import { equalBytes } from '../../src/chain/bytes.ts';
import { decodeScheduledChange, encodeScheduledChange } from '../../src/chain/grandpa.ts';
import type { Header } from '../../src/chain/header.ts';
import { decodeHeader, encodeHeader } from '../../src/chain/header.ts';
import { ed25519FromUri, sr25519FromUri } from '../../src/chain/keys.ts';
import { mutate } from './mutate.ts';
import type { FuzzTarget, Outcome } from './target.ts';
import { insist, unlessRefused } from './target.ts';

/** sr25519 takes milliseconds: one header in so many has its seal checked. */
const SEAL_ONE_IN = 2000;
const NO_RANDOM = new Uint8Array(32);

const author = sr25519FromUri('//Alice');
const authorities = [author.publicKey];

function makeHeaders(): readonly Header[] {
  const voters = ['//Alice', '//Bob', '//Charlie'].map((uri) => ({
    publicKey: ed25519FromUri(uri).publicKey,
    weight: 1n,
  }));
  const fill = (byte: number) => new Uint8Array(32).fill(byte);
  return [1, 63, 64, 16_384, 2 ** 30, 2 ** 32 - 1].flatMap((number) => {
    const base: Header = {
      parentHash: fill(1),
      number,
      stateRoot: fill(2),
      extrinsicsRoot: fill(3),
      digest: [auraPreRuntime(BigInt(number))],
    };
    const changing = { ...base, digest: [...base.digest, encodeScheduledChange(voters)] };
    const updated = { ...base, digest: [...base.digest, { type: 'RuntimeEnvironmentUpdated', value: undefined }] };
    return [base, changing, updated as Header].map((header) => sealHeader(header, author, NO_RANDOM));
  });
}

export function headers(): FuzzTarget {
  const sealed = makeHeaders();
  const corpus = sealed.map((header) => encodeHeader(header));
  return {
    name: 'headers',
    share: 12,
    tryOne(random): Outcome {
      const bytes = mutate(random.pick(corpus), random, random.pick(corpus));
      const read = unlessRefused(() => decodeHeader(bytes));
      if (!read) return 'refused';
      insist(equalBytes(encodeHeader(read.value), bytes), 'a header was read that is not encoded so');
      const parent = random.pick(sealed);
      unlessRefused(() => auraSlot(read.value));
      unlessRefused(() => assertSlotIncreases(parent, read.value));
      unlessRefused(() => decodeScheduledChange(read.value));
      if (!random.oneIn(SEAL_ONE_IN)) return 'read';
      const isSealed = unlessRefused(() => verifySeal(read.value, authorities)) !== undefined;
      const isOurs = corpus.some((original) => equalBytes(original, bytes));
      insist(!isSealed || isOurs, 'a seal was taken for a header that nobody has sealed');
      return isSealed ? 'read' : 'refused';
    },
  };
}
