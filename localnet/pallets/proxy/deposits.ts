/**
 * What proxies and announcements cost their owner while they exist: base + factor · number, nothing for none; set aside
 * on the account itself and given back to the rao.
 */
import type { Bytes } from '../../../src/chain/bytes.ts';
import { constants } from '../../../src/chain/schema/index.ts';
import { reserve, unreserve } from '../balances.ts';
import type { BlockExecution, Outcome } from '../block-execution.ts';

const { ProxyDepositBase, ProxyDepositFactor, AnnouncementDepositBase, AnnouncementDepositFactor } = constants.Proxy;

const deposit = (base: bigint, factor: bigint, count: number): bigint =>
  count > 0 ? base + factor * BigInt(count) : 0n;

/** Rao for `count` proxies of one account. */
export const proxyDeposit = (count: number): bigint => deposit(ProxyDepositBase.value, ProxyDepositFactor.value, count);

/** Rao for `count` announcements of one proxy. */
export const announcementDeposit = (count: number): bigint =>
  deposit(AnnouncementDepositBase.value, AnnouncementDepositFactor.value, count);

/** Sets aside what is missing, or frees what is too much. */
export function adjustDeposit(execution: BlockExecution, who: Bytes, before: bigint, after: bigint): Outcome {
  if (after > before) return reserve(execution, who, after - before);
  unreserve(execution, who, before - after);
  return undefined;
}
