/** Publishing an endpoint: the pool and the call ask the same (spec participation §4; `chain/axon`). */
import type { EndpointContext } from '../../../chain/axon/index.ts';
import { checkServeAxon, checkServePrometheus } from '../../../chain/axon/index.ts';
import type { Read, ReadPlan } from '../../../chain/economy/index.ts';
import { read, readAll } from '../../../chain/economy/index.ts';
import { storage } from '../../../chain/schema/index.ts';
import type { Area, Areas, CallContext } from './area.ts';
import { refuseSubtensor, waitUntil } from './area.ts';
import { has } from './reads.ts';

const { Axons, Prometheus, ServingRateLimit, Uids } = storage.SubtensorModule;

interface EndpointArguments {
  readonly netuid: number;
  readonly ip: bigint;
  readonly port: number;
  readonly ip_type: number;
}

function endpointArea(
  check: typeof checkServeAxon,
  announced: (netuid: number, at: CallContext) => Read<{ readonly block: bigint } | undefined>,
): Area<EndpointArguments> {
  function* rules({ netuid, ...endpoint }: EndpointArguments, at: CallContext) {
    const [previous, isRegistered, rateLimitBlocks] = yield* readAll([
      announced(netuid, at),
      has(Uids, netuid, at.signer),
      read(ServingRateLimit, netuid),
    ]);
    const previousBlock = previous?.block ?? 0n;
    const context: EndpointContext = { isRegistered, previousBlock, rateLimitBlocks, block: BigInt(at.block) };
    const error = check(endpoint, context);
    const isEarly = error === 'ServingRateLimitExceeded';
    return refuseSubtensor(error, isEarly ? waitUntil(previousBlock + rateLimitBlocks) : undefined);
  }
  const plan = (args: EndpointArguments, at: CallContext): ReadPlan<ReturnType<typeof refuseSubtensor>> =>
    rules(args, at);
  return { check: 'endpoint', pool: plan, dispatch: plan };
}

const axonArea = endpointArea(checkServeAxon, (netuid, at) => read(Axons, netuid, at.signer));

export const servingAreas: Areas<'SubtensorModule'> = {
  serve_axon: axonArea,
  serve_axon_tls: {
    ...axonArea,
    unchecked: ['A certificate that is empty or longer than 65 bytes is left out without a word.'],
  },
  serve_prometheus: endpointArea(checkServePrometheus, (netuid, at) => read(Prometheus, netuid, at.signer)),
};
