/**
 * Where neurons answer: `serve_axon`, `serve_axon_tls`, `serve_prometheus`, signed by the hotkey and free of fee
 * (spec participation §4). A later endpoint of the same hotkey replaces the earlier one.
 */

import { checkServeAxon, checkServePrometheus } from '../../../../src/chain/axon/index.ts';
import type { Bytes } from '../../../../src/chain/bytes.ts';
import { storage } from '../../../../src/chain/schema/index.ts';
import type { BlockExecution, Origin, Outcome } from '../../block-execution.ts';
import { BAD_ORIGIN, emit, signerOf } from '../../block-execution.ts';
import type { Arguments, Handlers } from '../../handlers.ts';
import { fail } from '../../module-error.ts';
import { axonContext, prometheusContext } from './endpoint-context.ts';

export { axonContext, prometheusContext } from './endpoint-context.ts';

const subtensor = storage.SubtensorModule;
/** First byte = algorithm, the rest = public key of at most 64 bytes. */
const MAX_CERTIFICATE_BYTES = 65;

type AxonArguments = Arguments<'SubtensorModule', 'serve_axon'>;

export const servingCalls: Handlers<'SubtensorModule'> = {
  serve_axon: (execution, origin, args) => serveAxon(execution, origin, args),
  serve_axon_tls: (execution, origin, { certificate, ...args }) => serveAxon(execution, origin, args, certificate),
  serve_prometheus: servePrometheus,
};

function serveAxon(execution: BlockExecution, origin: Origin, args: AxonArguments, certificate?: Bytes): Outcome {
  const hotkey = signerOf(origin);
  if (!hotkey) return BAD_ORIGIN;
  const { state, number } = execution;
  const { netuid, ...endpoint } = args;
  const refusal = checkServeAxon(endpoint, axonContext(state, number, netuid, hotkey));
  if (refusal) return fail(refusal);
  if (certificate) storeCertificate(execution, netuid, hotkey, certificate);
  state.put(subtensor.Axons, netuid, hotkey, { block: BigInt(number), ...endpoint });
  emit(execution, 'SubtensorModule', 'AxonServed', [netuid, hotkey]);
  return undefined;
}

/** One that is empty or too long is silently left out; the axon is served all the same. */
function storeCertificate({ state }: BlockExecution, netuid: number, hotkey: Bytes, certificate: Bytes): void {
  const [algorithm] = certificate;
  if (algorithm === undefined || certificate.length > MAX_CERTIFICATE_BYTES) return;
  state.put(subtensor.NeuronCertificates, netuid, hotkey, { algorithm, public_key: certificate.slice(1) });
}

function servePrometheus(
  execution: BlockExecution,
  origin: Origin,
  { netuid, ...endpoint }: Arguments<'SubtensorModule', 'serve_prometheus'>,
): Outcome {
  const hotkey = signerOf(origin);
  if (!hotkey) return BAD_ORIGIN;
  const { state, number } = execution;
  const refusal = checkServePrometheus(endpoint, prometheusContext(state, number, netuid, hotkey));
  if (refusal) return fail(refusal);
  state.put(subtensor.Prometheus, netuid, hotkey, { block: BigInt(number), ...endpoint });
  emit(execution, 'SubtensorModule', 'PrometheusServed', [netuid, hotkey]);
  return undefined;
}
