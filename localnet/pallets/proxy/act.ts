/**
 * Acting for another account: at once, or after an announcement that the account can still reject.
 *
 *   delay 0    proxy
 *   delay d    announce (block A) ──── at least d blocks ────▶ proxy_announced        reject_announcement in between
 *
 * How the call ended is an event and `LastCallResult` of the account; the proxying itself succeeds.
 */
import type { Bytes } from '../../../src/chain/bytes.ts';
import { equalBytes } from '../../../src/chain/bytes.ts';
import type { InnerCall } from '../../../src/chain/schema/index.ts';
import { constants, storage } from '../../../src/chain/schema/index.ts';
import type { BlockExecution, Outcome } from '../block-execution.ts';
import { emit } from '../block-execution.ts';
import { moduleError } from '../module-error.ts';
import { resultOf, withFilter, withoutFilter } from '../utility/index.ts';
import type { ProxyDefinition, ProxyTypeValue } from './delegates.ts';
import { adjustDeposit, announcementDeposit } from './deposits.ts';
import { isSuperset, proxyAllows } from './proxy-allows.ts';

const { Announcements, LastCallResult } = storage.Proxy;
const MAX_PENDING = constants.Proxy.MaxPending.value;

interface Announcement {
  readonly real: Bytes;
  readonly call_hash: Bytes;
  readonly height: number;
}

/** Makes `call` in the name of `real`, as far as the permission goes, also for calls within it. */
export function actAs(execution: BlockExecution, real: Bytes, { proxy_type: type }: ProxyDefinition, call: InnerCall) {
  const inside = withFilter(withoutFilter(execution), (inner) => mayMake(type, inner));
  const result = resultOf(inside.dispatch(inside, { type: 'signed', account: real }, call));
  execution.state.put(LastCallResult, real, result);
  emit(execution, 'Proxy', 'ProxyExecuted', { result });
}

/** A proxy can neither hand on nor take away more than it has. */
function mayMake({ type }: ProxyTypeValue, call: InnerCall): boolean {
  const [inner] = call.value;
  if (call.type === 'Proxy') {
    if (inner.type === 'add_proxy' || inner.type === 'remove_proxy') {
      const { proxy_type: other } = inner.value as { readonly proxy_type: ProxyTypeValue };
      if (!isSuperset(type, other.type)) return false;
    }
    if ((inner.type === 'remove_proxies' || inner.type === 'kill_pure') && type !== 'Any') return false;
  }
  return proxyAllows(type, call);
}

/** At the end of a block: results of proxied calls are for those who are in the same block. */
export function forgetCallResults({ state }: BlockExecution): void {
  for (const [real] of state.keysOf(LastCallResult)) state.kill(LastCallResult, real);
}

export function announce(execution: BlockExecution, proxy: Bytes, real: Bytes, callHash: Bytes): Outcome {
  const { state, number } = execution;
  const [pending, before] = state.get(Announcements, proxy);
  if (pending.length >= MAX_PENDING) return moduleError('Proxy', 'TooMany');
  const next = [...pending, { real, call_hash: callHash, height: number }];
  const after = announcementDeposit(next.length);
  const error = adjustDeposit(execution, proxy, before, after);
  if (error) return error;
  state.put(Announcements, proxy, [next, after]);
  emit(execution, 'Proxy', 'Announced', { real, proxy, call_hash: callHash });
  return undefined;
}

/** Removes the announcements of `proxy` that `isDone` picks. False if it picks none. */
export function dropAnnouncements(
  execution: BlockExecution,
  proxy: Bytes,
  isDone: (announcement: Announcement) => boolean,
): boolean {
  const { state } = execution;
  const [pending, before] = state.get(Announcements, proxy);
  const next = pending.filter((announcement) => !isDone(announcement));
  if (next.length === pending.length) return false;
  const after = announcementDeposit(next.length);
  adjustDeposit(execution, proxy, before, after);
  if (next.length > 0) state.put(Announcements, proxy, [next, after]);
  else state.kill(Announcements, proxy);
  return true;
}

/** For `dropAnnouncements`: those of `callHash` for `real`. */
export const announced =
  (real: Bytes, callHash: Bytes) =>
  (announcement: Announcement): boolean =>
    equalBytes(announcement.real, real) && equalBytes(announcement.call_hash, callHash);
