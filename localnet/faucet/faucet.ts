/**
 * The faucet: gives TAO of //Alice to whoever asks, as a signed transfer through the pool like anybody's.
 *
 *   ≤ 1000 TAO per address in a minute;   addresses of this chain only (SS58, prefix 42), and accounts that people have
 *
 * For a localnet: the money is worth nothing and the key is everybody's. The limits keep mistakes and loops small.
 */
import type { Bytes } from '../../src/chain/bytes.ts';
import { toHex } from '../../src/chain/bytes.ts';
import { ChainError } from '../../src/chain/error.ts';
import { sr25519FromUri } from '../../src/chain/keys.ts';
import type { RuntimeCall } from '../../src/chain/schema/index.ts';
import { fromSs58 } from '../../src/chain/ss58.ts';
import type { FaucetAnswer } from '../metrics/index.ts';
import type { SigningVersion } from '../residents/index.ts';
import { nextNonce, parseTao, signCall, TAO } from '../residents/index.ts';
import type { ChainView } from '../types.ts';
import { Allowance } from './allowance.ts';

/** What a request gets that names no amount. */
export const DEFAULT_TAO = '100';
const GIVER = '//Alice';
/** Less would not make an account. */
const MIN_RAO = TAO / 1000n;

export interface FaucetOptions {
  readonly chain: ChainView;
  readonly version: SigningVersion;
  readonly nowMs: () => number;
}

/** Judges a request `{ address, tao? }` of unknown origin; what it gives has gone to the pool when this returns. */
export function createFaucet({ chain, version, nowMs }: FaucetOptions): (request: unknown) => FaucetAnswer {
  const giver = sr25519FromUri(GIVER);
  const allowance = new Allowance();
  return (request) => {
    const wanted = readRequest(request);
    if ('ok' in wanted) return wanted;
    const { account, rao } = wanted;
    const now = nowMs();
    if (!allowance.allows(account, rao, now)) {
      return refuse('too-much', `an address gets at most ${Allowance.MOST_RAO / TAO} TAO in a minute; try again later`);
    }
    const nonce = nextNonce(chain, giver.publicKey);
    const result = chain.submit(signCall(chain, version, giver, nonce, transfer(account, rao)), 'own');
    if (!result.ok) return refuse('not-now', `the pool refused the transfer: ${result.message}`);
    allowance.note(account, rao, now);
    return { ok: true, hash: toHex(result.hash) };
  };
}

const refuse = (code: string, reason: string): FaucetAnswer & { readonly ok: false } => {
  return { ok: false, code: `faucet/${code}`, reason };
};

type Wanted = { readonly account: Bytes; readonly rao: bigint } | (FaucetAnswer & { readonly ok: false });

function readRequest(request: unknown): Wanted {
  if (typeof request !== 'object' || request === null) return refuse('bad-request', 'expected { address, tao }');
  const { address, tao = DEFAULT_TAO } = request as { readonly address?: unknown; readonly tao?: unknown };
  if (typeof address !== 'string') return refuse('bad-address', 'address: expected an SS58 address');
  const rao = typeof tao === 'string' || typeof tao === 'number' ? parseTao(String(tao)) : undefined;
  if (rao === undefined) return refuse('bad-amount', 'tao: expected an amount of TAO such as "10" or "0.5"');
  if (rao < MIN_RAO) return refuse('bad-amount', 'tao: expected at least 0.001');
  try {
    return { account: fromSs58(address), rao };
  } catch (error) {
    if (!(error instanceof ChainError)) throw error;
    return refuse('bad-address', `address: ${error.message}`);
  }
}

const transfer = (to: Bytes, value: bigint): RuntimeCall => ({
  type: 'Balances',
  value: [{ type: 'transfer_keep_alive', value: { dest: { type: 'Id', value: [to] }, value } }],
});
