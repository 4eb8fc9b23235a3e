import { describe, expect, it } from 'vitest';
import { describeDecoding } from './describe-decoding.ts';

describe('a block that could not be decoded', () => {
  it('promises nothing of another block where no server hands out metadata', () => {
    const error = Object.assign(new Error('No server.'), { code: 'light/unsupported' });
    expect(describeDecoding(error)).toEqual({
      code: 'light/unsupported',
      reason: 'The block could not be decoded: No server.',
      next: 'Add one on the Node page, then decode again.',
    });
  });

  it('can be tried again where nothing speaks against it', () => {
    const next = 'It can be tried again.';
    expect(describeDecoding(new Error('late'))).toMatchObject({ code: 'ui/not-decoded', next });
    expect(describeDecoding('late')).toMatchObject({ reason: 'The block could not be decoded: late', next });
  });
});
