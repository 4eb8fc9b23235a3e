/**
 * What calls do. Everything that this localnet does not do yet is refused like a call that the chain filters:
 * included, paid for, and failed with `System.CallFiltered`.
 */
import type { Bytes } from '../../src/chain/bytes.ts';
import type { DispatchError, RuntimeCall } from '../../src/chain/schema/index.ts';
import { transferKeepAlive } from './balances.ts';
import type { BlockExecution } from './block-execution.ts';
import { moduleError } from './module-error.ts';
import { setWeights } from './subtensor/index.ts';
import { remarkWithEvent } from './system.ts';

/** Runs a signed call. Returns why it failed; the caller then drops what it changed. */
export function dispatch(execution: BlockExecution, signer: Bytes, call: RuntimeCall): DispatchError | undefined {
  if (call.type === 'SubtensorModule') {
    const [inner] = call.value;
    if (inner.type === 'set_weights') {
      const { netuid, dests, weights, version_key: versionKey } = inner.value;
      return setWeights(execution, signer, { netuid, mechanism: 0, uids: dests, values: weights, versionKey });
    }
  }
  if (call.type === 'Balances') {
    const [inner] = call.value;
    if (inner.type === 'transfer_keep_alive') {
      const { dest, value } = inner.value;
      if (dest.type !== 'Id') return { type: 'CannotLookup', value: undefined };
      return transferKeepAlive(execution, signer, dest.value[0], value);
    }
  }
  if (call.type === 'System') {
    const [inner] = call.value;
    if (inner.type === 'remark') return undefined;
    if (inner.type === 'remark_with_event') {
      remarkWithEvent(execution, signer, inner.value.remark);
      return undefined;
    }
  }
  return moduleError('System', 'CallFiltered');
}
