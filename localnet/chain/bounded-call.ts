/**
 * Bounded types: on the chain a longer value does not decode, so the call does not exist (spec participation §5.4, §6). Only
 * the outermost call is looked at; where such a call is inside another one, it fails when it runs.
 */
import { isCommitmentFieldTooLong } from '../../src/chain/economy/index.ts';
import type { RuntimeCall } from '../../src/chain/schema/index.ts';
import { MAX_CIPHERTEXT_BYTES } from '../../src/chain/timelock/index.ts';

/** Fields of a commitment (`MaxFields`). */
const MAX_FIELDS = 3;

export function isOutOfBounds(call: RuntimeCall): boolean {
  if (call.type === 'Commitments') {
    const [inner] = call.value;
    if (inner.type !== 'set_commitment') return false;
    const { fields } = inner.value.info;
    return fields.length > MAX_FIELDS || fields.some(isCommitmentFieldTooLong);
  }
  if (call.type !== 'SubtensorModule') return false;
  const [inner] = call.value;
  switch (inner.type) {
    case 'commit_timelocked_weights':
    case 'commit_timelocked_mechanism_weights':
    case 'commit_crv3_mechanism_weights':
      return inner.value.commit.length > MAX_CIPHERTEXT_BYTES;
    default:
      return false;
  }
}
