/**
 * Who pays the fee of a signed call (spec participation §2): the signer, unless the account that it acts for wants to.
 *
 *   proxy(B, …)                          B pays if B said so to the signer (`set_real_pays_fee`)
 *   proxy(B, proxy(A, …))                A pays if B would, and A said so to B
 *   proxy(B, batch of proxy(A, …))       likewise, if all calls of the batch are for the same A
 *
 * Deeper nesting and announced calls are not looked into.
 */
import type { Bytes } from '../../../src/chain/bytes.ts';
import { equalBytes } from '../../../src/chain/bytes.ts';
import type { InnerCall } from '../../../src/chain/schema/index.ts';
import { storage } from '../../../src/chain/schema/index.ts';
import type { State } from '../../state.ts';
import { accountOf } from '../balances-calls.ts';
import type { Arguments } from '../handlers.ts';

const BATCHES: readonly string[] = ['batch', 'batch_all', 'force_batch'];

type Proxied = Arguments<'Proxy', 'proxy'>;

/** The account that the fee of `call`, signed by `signer`, is taken from. */
export function feePayer(state: State, signer: Bytes, call: InnerCall): Bytes {
  const outer = willingReal(state, signer, call);
  if (!outer) return signer;
  const inner = (call.value[0].value as Proxied).call;
  return willingReal(state, outer, inner) ?? batchReal(state, outer, inner) ?? outer;
}

/** Whom `call` is made for, if it is a proxied call of `delegate` and that account pays for it. */
function willingReal(state: State, delegate: Bytes, call: InnerCall): Bytes | undefined {
  const [{ type, value }] = call.value;
  if (call.type !== 'Proxy' || type !== 'proxy') return undefined;
  const real = accountOf((value as Proxied).real);
  return real && state.has(storage.Proxy.RealPaysFee, real, delegate) ? real : undefined;
}

function batchReal(state: State, delegate: Bytes, call: InnerCall): Bytes | undefined {
  const [{ type, value }] = call.value;
  if (call.type !== 'Utility' || !BATCHES.includes(type)) return undefined;
  const { calls } = value as { readonly calls: readonly InnerCall[] };
  const reals = calls.map((inner) => willingReal(state, delegate, inner));
  const [first] = reals;
  return first && reals.every((real) => real && equalBytes(real, first)) ? first : undefined;
}
