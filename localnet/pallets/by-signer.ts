/** Calls that only an account can make: the handler gets the account that signed. */
import type { Bytes } from '../../src/chain/bytes.ts';
import type { BlockExecution, Outcome } from './block-execution.ts';
import { BAD_ORIGIN, signerOf } from './block-execution.ts';
import type { Handler } from './handlers.ts';

export function bySigner<Args>(call: (execution: BlockExecution, signer: Bytes, args: Args) => Outcome): Handler<Args> {
  return (execution, origin, args) => {
    const signer = signerOf(origin);
    return signer ? call(execution, signer, args) : BAD_ORIGIN;
  };
}
