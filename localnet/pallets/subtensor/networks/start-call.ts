/**
 * What the owner of a subnet does beside its parameters: starting it, and choosing its symbol (spec economy §4.2).
 */
import type { Bytes } from '../../../../src/chain/bytes.ts';
import { storage } from '../../../../src/chain/schema/index.ts';
import type { BlockExecution, Origin, Outcome } from '../../block-execution.ts';
import { BAD_ORIGIN, emit } from '../../block-execution.ts';
import { fail } from '../../module-error.ts';
import { ownerOf } from '../owner/index.ts';
import { isSymbol, isSymbolFree } from './symbols.ts';

const subtensor = storage.SubtensorModule;

/** From the next block on the subnet earns emission, and its alpha is for sale at once. Only ever once. */
export function startCall(execution: BlockExecution, origin: Origin, netuid: number): Outcome {
  const { state } = execution;
  const block = BigInt(execution.number);
  if (!state.get(subtensor.NetworksAdded, netuid)) return fail('SubnetNotExists');
  if (!ownerOf(state, origin, netuid)) return BAD_ORIGIN;
  if (state.has(subtensor.FirstEmissionBlockNumber, netuid)) return fail('FirstEmissionBlockNumberAlreadySet');
  const startsAt = state.get(subtensor.NetworkRegisteredAt, netuid) + state.get(subtensor.StartCallDelay);
  if (block < startsAt) return fail('NeedWaitingMoreBlocksToStarCall');
  state.put(subtensor.FirstEmissionBlockNumber, netuid, block + 1n);
  state.put(subtensor.SubtokenEnabled, netuid, true);
  emit(execution, 'SubtensorModule', 'FirstEmissionBlockNumberSet', [netuid, block + 1n]);
  return undefined;
}

/** For the owner or root: another symbol of the list that no subnet has. */
export function updateSymbol(execution: BlockExecution, origin: Origin, netuid: number, symbol: Bytes): Outcome {
  const { state } = execution;
  if (origin.type !== 'root' && !ownerOf(state, origin, netuid)) return BAD_ORIGIN;
  if (!state.get(subtensor.NetworksAdded, netuid)) return fail('SubnetNotExists');
  if (!isSymbol(symbol)) return fail('SymbolDoesNotExist');
  if (!isSymbolFree(state, symbol)) return fail('SymbolAlreadyInUse');
  state.put(subtensor.TokenSymbol, netuid, symbol);
  emit(execution, 'SubtensorModule', 'SymbolUpdated', { netuid, symbol });
  return undefined;
}
