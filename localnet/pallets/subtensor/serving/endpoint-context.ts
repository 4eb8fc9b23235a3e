/** What the state says about a hotkey that publishes an endpoint: for the calls themselves and for the pool's guards. */

import type { EndpointContext } from '../../../../src/chain/axon/index.ts';
import type { Bytes } from '../../../../src/chain/bytes.ts';
import { storage } from '../../../../src/chain/schema/index.ts';
import type { State } from '../../../state.ts';

const subtensor = storage.SubtensorModule;

/** For an axon in block `number`. */
export const axonContext = (state: State, number: number, netuid: number, hotkey: Bytes): EndpointContext =>
  endpointContext(state, number, netuid, hotkey, state.get(subtensor.Axons, netuid, hotkey)?.block);

/** For a Prometheus endpoint in block `number`; it has a rate limit of its own. */
export const prometheusContext = (state: State, number: number, netuid: number, hotkey: Bytes): EndpointContext =>
  endpointContext(state, number, netuid, hotkey, state.get(subtensor.Prometheus, netuid, hotkey)?.block);

function endpointContext(
  state: State,
  number: number,
  netuid: number,
  hotkey: Bytes,
  previousBlock = 0n,
): EndpointContext {
  return {
    isRegistered: state.has(subtensor.Uids, netuid, hotkey),
    previousBlock,
    rateLimitBlocks: state.get(subtensor.ServingRateLimit, netuid),
    block: BigInt(number),
  };
}
