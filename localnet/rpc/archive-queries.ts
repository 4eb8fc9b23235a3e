/**
 * Queries of the archive that answer with many events: some of them, then others get their turn, then more.
 *
 *   open ─▶ <name> … ─▶ <name>Done │ <name>Error            stop, or the end of the connection, ends them early
 */
import type { RpcError } from './error.ts';
import { explanation, tooManySubscriptions } from './error.ts';
import type { Method } from './json-rpc.ts';
import {
  ARCHIVE_KEYS_PER_TURN,
  MAX_ARCHIVE_ENTRIES,
  MAX_ARCHIVE_KEYS,
  MAX_ARCHIVE_QUERIES_PER_CONNECTION,
} from './limits.ts';
import type { Send, Subscriptions } from './subscriptions.ts';

/** One event's fields, or undefined for a key that was looked at in vain. */
export type ArchiveAnswers = Iterator<object | undefined, void>;

export interface ArchiveQueries {
  /** Starts a query; `begin` runs after the answer went out, and what it throws is told. @throws RpcError at the limit */
  open(subscriptions: Subscriptions, begin: () => ArchiveAnswers): string;
  readonly stop: Method;
}

/** The queries named `storage` or `storageDiff`. */
export function archiveQueries(name: 'storage' | 'storageDiff', log: (line: string) => void): ArchiveQueries {
  const family = `archive ${name}`;
  const running = new WeakMap<Subscriptions, number>();
  const count = (subscriptions: Subscriptions, change: number): void => {
    running.set(subscriptions, (running.get(subscriptions) ?? 0) + change);
  };
  return {
    open(subscriptions, begin) {
      if ((running.get(subscriptions) ?? 0) >= MAX_ARCHIVE_QUERIES_PER_CONNECTION) throw limitError();
      return subscriptions.open(family, `archive_v1_${name}Event`, (send, end) => {
        count(subscriptions, 1);
        const stop = answerInTurns(name, begin, send, end, log);
        return () => {
          count(subscriptions, -1);
          stop();
        };
      });
    },
    stop: (params, subscriptions) => {
      subscriptions.close(family, params.text(0, 'subscription'));
      return null;
    },
  };
}

const limitError = (): RpcError => tooManySubscriptions(MAX_ARCHIVE_QUERIES_PER_CONNECTION);

function answerInTurns(
  name: string,
  begin: () => ArchiveAnswers,
  send: Send,
  end: () => void,
  log: (line: string) => void,
): () => void {
  let answers: ArchiveAnswers | undefined;
  let sent = 0;
  let lookedAt = 0;
  const turn = (): void => {
    try {
      answers ??= begin();
      for (let looked = 0; looked < ARCHIVE_KEYS_PER_TURN; looked++) {
        const { value, done } = answers.next();
        if (done) {
          finish({ event: `${name}Done` });
          return;
        }
        if (++lookedAt > MAX_ARCHIVE_KEYS) {
          finish({
            event: `${name}Error`,
            error: `more than ${MAX_ARCHIVE_KEYS} keys to look at: ask for less at a time`,
          });
          return;
        }
        if (!value) continue;
        if (++sent > MAX_ARCHIVE_ENTRIES) {
          finish({ event: `${name}Error`, error: `more than ${MAX_ARCHIVE_ENTRIES} entries: ask for less at a time` });
          return;
        }
        send({ event: name, ...value });
      }
      timer = setImmediate(turn);
    } catch (error) {
      finish({ event: `${name}Error`, error: explanation(error, log) });
    }
  };
  const finish = (last: object): void => {
    send(last);
    end();
  };
  let timer = setImmediate(turn);
  return () => clearImmediate(timer);
}
