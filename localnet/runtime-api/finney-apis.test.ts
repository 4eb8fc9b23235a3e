/** The functions that we answer, against finney's metadata: names, versions, inputs and outputs. */
import { describe, expect, it } from 'vitest';
import { typeComparison } from '../../src/chain/schema/compare-types.fixture.ts';
import { isPresent, readFinneyMetadata } from '../../src/chain/schema/finney-metadata.fixture.ts';
import { runtimeApis } from './index.ts';

/** Finney wraps its extrinsics for Ethereum's sake; the bytes of ours are the same. */
const WRAPPED =
  'sp_runtime::generic::unchecked_extrinsic::UncheckedExtrinsic here, fp_self_contained::unchecked_extrinsic::UncheckedExtrinsic on finney';
/** APIs whose every function is answered, here or by the blob. */
const COMPLETE = [
  'Metadata',
  'AuraApi',
  'AccountNonceApi',
  'TransactionPaymentApi',
  'TransactionPaymentCallApi',
  'DelegateInfoRuntimeApi',
  'NeuronInfoRuntimeApi',
  'SubnetInfoRuntimeApi',
  'StakeInfoRuntimeApi',
  'SubnetRegistrationRuntimeApi',
  'ProxyFilterRuntimeApi',
  'SwapRuntimeApi',
];

describe.runIf(isPresent)('the runtime APIs', () => {
  const real = isPresent ? readFinneyMetadata() : undefined;

  it.each(runtimeApis)('$name has the version and the types of finney', ({ name, version, methods }) => {
    const theirs = real!.apis.find((api) => api.name === name)!;
    expect(version).toBe(theirs.version);
    const compare = typeComparison(real!);
    for (const [method, { inputs, output }] of Object.entries(methods)) {
      const match = theirs.methods.find((candidate) => candidate.name === method)!;
      expect([method, ...inputs.map((input) => input.name)]).toEqual([method, ...match.inputs.map((i) => i.name)]);
      const differences = inputs.flatMap(({ codec }, i) => [...compare.type(method, codec, match.inputs[i]!.type)]);
      differences.push(...compare.type(method, output, match.output));
      // What the pallets' calls differ in is known where the pallets are compared.
      const news = differences.filter((line) => !line.endsWith(WRAPPED) && !/Call\b/.test(line));
      expect(news).toEqual([]);
    }
  });

  it.each(COMPLETE)('%s is complete', (name) => {
    const ours = runtimeApis.find((api) => api.name === name)!;
    const theirs = real!.apis.find((api) => api.name === name)!;
    expect(Object.keys(ours.methods)).toEqual(theirs.methods.map((method) => method.name));
  });
});
