/**
 * Accounts without a key: whoever makes one acts for it as a proxy, and pays the deposit.
 *
 *   account = blake2b-256( "modlpy/proxy____" ++ spawner ++ height u32 ++ extrinsic u32 ++ type u8 ++ index u16 )
 */
import type { Bytes } from '../../../src/chain/bytes.ts';
import { concatBytes, equalBytes, utf8 } from '../../../src/chain/bytes.ts';
import { blake2b256 } from '../../../src/chain/hash.ts';
import { encode, u8, u16, u32 } from '../../../src/chain/scale/index.ts';
import { storage } from '../../../src/chain/schema/index.ts';
import { reserve, unreserve } from '../balances.ts';
import type { BlockExecution, Outcome } from '../block-execution.ts';
import { emit } from '../block-execution.ts';
import { moduleError } from '../module-error.ts';
import { extrinsicIndex } from '../utility/index.ts';
import type { ProxyTypeValue } from './delegates.ts';
import { proxyDeposit } from './deposits.ts';
import { PROXY_TYPE_INDEX } from './proxy-type.ts';

const { Proxies } = storage.Proxy;
const PREFIX = utf8('modlpy/proxy____');

/** By whom, as what, and in which extrinsic an account was made. */
export interface Birth {
  readonly spawner: Bytes;
  readonly type: ProxyTypeValue;
  readonly index: number;
  readonly height: number;
  readonly extrinsic: number;
}

export const pureAccount = ({ spawner, type, index, height, extrinsic }: Birth): Bytes =>
  blake2b256(
    concatBytes(
      PREFIX,
      spawner,
      encode(u32, height),
      encode(u32, extrinsic),
      encode(u8, PROXY_TYPE_INDEX[type.type]),
      encode(u16, index),
    ),
  );

export function createPure(
  execution: BlockExecution,
  who: Bytes,
  { type, delay, index }: { readonly type: ProxyTypeValue; readonly delay: number; readonly index: number },
): Outcome {
  const { state, number } = execution;
  const birth = { spawner: who, type, index, height: number, extrinsic: extrinsicIndex(execution) };
  const pure = pureAccount(birth);
  if (state.has(Proxies, pure)) return moduleError('Proxy', 'Duplicate');
  const deposit = proxyDeposit(1);
  const error = reserve(execution, who, deposit);
  if (error) return error;
  state.put(Proxies, pure, [[{ delegate: who, proxy_type: type, delay }], deposit]);
  emit(execution, 'Proxy', 'PureCreated', { pure, who, proxy_type: type, disambiguation_index: index });
  return undefined;
}

/** Called by the account itself: its spawner gets the deposit back, and nobody acts for it any more. */
export function killPure(execution: BlockExecution, who: Bytes, birth: Birth): Outcome {
  const { state } = execution;
  if (!equalBytes(pureAccount(birth), who)) return moduleError('Proxy', 'NoPermission');
  const [, deposit] = state.get(Proxies, who);
  state.kill(Proxies, who);
  unreserve(execution, birth.spawner, deposit);
  const { spawner, type, index } = birth;
  emit(execution, 'Proxy', 'PureKilled', { pure: who, spawner, proxy_type: type, disambiguation_index: index });
  return undefined;
}
