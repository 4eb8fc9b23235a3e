/**
 * Wallet extensions as they announce themselves in a page (`window.injectedWeb3`, the polkadot-js convention).
 *
 *   injectedWeb3[name].enable(origin) ─ the person agrees ─▶ { accounts.get(), signer.signPayload() }
 *
 * An extension is a stranger's program: what it hands over is looked at once, copied within bounds, and never trusted. Its
 * methods may throw, hang or lie.
 */
import type { Bytes } from '../../../chain/bytes.ts';
import { utf8 } from '../../../chain/bytes.ts';
import { fromSs58 } from '../../../chain/ss58.ts';
import type { Clock } from '../../clock.ts';
import { SYSTEM_CLOCK, withDeadline } from '../../clock.ts';
import { LightError } from '../../errors.ts';
import { MAX_NAME_CHARS, printableName } from '../../readers/text.ts';

/** A person reads, thinks and types a password. */
export const ANSWER_DEADLINE_MS = 300_000;
const MAX_EXTENSIONS = 32;
const MAX_ACCOUNTS = 256;
/** Of a text of the wallet's that is looked at; some of it may not be printable. */
const MAX_TEXT_CHARS = 4 * MAX_NAME_CHARS;

export interface InjectedOptions {
  readonly signal?: AbortSignal;
  readonly clock?: Clock;
  /** Default five minutes. */
  readonly deadlineMs?: number;
}

export interface InjectedAccount {
  readonly address: string;
  readonly account: Bytes;
  /** What the wallet calls it; at most 64 printable characters, maybe none. */
  readonly name: string;
}

/** A wallet that the person has let in. */
export interface InjectedExtension {
  /** Its sr25519 accounts with addresses of this chain. */
  readonly accounts: readonly InjectedAccount[];
  /** Asks the wallet. What it answers is unknown. @throws LightError `signer/rejected`, `signer/timeout` */
  signPayload(payload: object, options?: InjectedOptions): Promise<unknown>;
}

/**
 * The names of the extensions in a page, at most 32. @throws LightError `signer/bad-answer`
 * @param injected `window.injectedWeb3`, whatever it is
 */
export function injectedNames(injected: unknown): readonly string[] {
  return reading('names', () =>
    (isObject(injected) ? Object.keys(injected) : [])
      .filter((name) => name !== '' && shortText(name) === name)
      .slice(0, MAX_EXTENSIONS),
  );
}

/**
 * Asks an extension to be let in as `origin`, and for its accounts.
 * @throws LightError `signer/unavailable` (not there, or not of this kind), `signer/rejected`, `signer/timeout`,
 *   `signer/bad-answer`; the abort reason
 */
export async function connectInjected(
  injected: unknown,
  name: string,
  origin: string,
  options: InjectedOptions = {},
): Promise<InjectedExtension> {
  const provider = reading('provider', () =>
    isObject(injected) && Object.hasOwn(injected, name) ? member(injected, name) : undefined,
  );
  const enabled = await ask('enable', () => call(provider, 'enable', origin), options);
  const signer = reading('signer', () => member(enabled, 'signer'));
  const listed = await ask('accounts.get', () => call(member(enabled, 'accounts'), 'get'), options);
  return {
    accounts: reading('accounts', () => readAccounts(listed)),
    signPayload: (payload, own = options) => ask('signPayload', () => call(signer, 'signPayload', payload), own),
  };
}

/** Accounts of other chains and other schemes are left out: this chain cannot use them. */
function readAccounts(listed: unknown): readonly InjectedAccount[] {
  if (!Array.isArray(listed)) {
    throw new LightError('signer/bad-answer', 'The wallet did not answer with a list of accounts.', {
      data: { field: 'accounts' },
    });
  }
  return listed.slice(0, MAX_ACCOUNTS).flatMap((entry: unknown) => {
    const [address, type, name] = [member(entry, 'address'), member(entry, 'type'), member(entry, 'name')];
    const account = typeof address === 'string' ? accountOf(address) : undefined;
    if (!account || (type !== undefined && type !== 'sr25519')) return [];
    return [{ address: address as string, account, name: typeof name === 'string' ? shortText(name) : '' }];
  });
}

function accountOf(address: string): Bytes | undefined {
  try {
    return fromSs58(address);
  } catch {
    // Not an address of this chain; the list shows only those that are.
    return undefined;
  }
}

/** Waits for an answer. Whatever the wallet refuses with is the person's refusal, in its words. */
async function ask(what: string, begin: () => unknown, options: InjectedOptions): Promise<unknown> {
  const { signal, clock = SYSTEM_CLOCK, deadlineMs = ANSWER_DEADLINE_MS } = options;
  const late = () =>
    new LightError('signer/timeout', `The wallet did not answer within ${Math.round(deadlineMs / 1000)} s.`, {
      data: { method: what, afterMs: deadlineMs },
    });
  return withDeadline(clock, deadlineMs, late, signal, async () => {
    try {
      return await begin();
    } catch (error) {
      if (error instanceof LightError) throw error;
      const words = wordsOf(error);
      throw new LightError('signer/rejected', words ? `The wallet refused: ${words}` : 'The wallet refused.', {
        data: { method: what },
      });
    }
  });
}

/** At most 64 printable characters. */
const shortText = (text: string): string => printableName(utf8(text.slice(0, MAX_TEXT_CHARS)));

/** What the wallet says, if it says it in words. */
function wordsOf(error: unknown): string {
  const message = reading('message', () => (typeof error === 'string' ? error : member(error, 'message')));
  return typeof message === 'string' ? shortText(message) : '';
}

/** Runs code that touches a stranger's objects: their getters and proxies may throw anything. */
function reading<T>(field: string, run: () => T): T {
  try {
    return run();
  } catch (error) {
    if (error instanceof LightError) throw error;
    throw new LightError('signer/bad-answer', 'What the wallet handed over cannot be read.', { data: { field } });
  }
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

/** A property of whatever it is. Getters of strangers run here and nowhere else. */
function member(value: unknown, name: string): unknown {
  return isObject(value) || typeof value === 'function' ? (value as Record<string, unknown>)[name] : undefined;
}

function call(of: unknown, method: string, ...args: readonly unknown[]): unknown {
  const run = member(of, method);
  if (typeof run !== 'function') {
    throw new LightError('signer/unavailable', `The wallet is not there, or cannot do what is asked (${method}).`, {
      data: { method },
    });
  }
  return run.apply(of, args);
}
