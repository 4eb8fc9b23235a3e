/** Random calls of a small world: every call of the schema, with accounts, subnets and amounts that may exist in it. */
import fc from 'fast-check';
import type { Bytes } from '../../src/chain/bytes.ts';
import type { AnyCodec } from '../../src/chain/scale/index.ts';
import { u64 } from '../../src/chain/scale/index.ts';
import type { InnerCall, RuntimeCall } from '../../src/chain/schema/index.ts';
import { runtimeCall } from '../../src/chain/schema/index.ts';
import { accountId, multiAddress, netuid } from '../../src/chain/schema/types/basic.ts';
import type { Known } from '../../src/chain/schema/value.arbitrary.ts';
import { anyValue } from '../../src/chain/schema/value.arbitrary.ts';
import { isHandled } from './dispatch.ts';

export interface World {
  readonly accounts: readonly Bytes[];
  readonly netuids: readonly number[];
}

/** Powers of two up to 2^46 rao (70 000 TAO), now and then anything. */
const amount = fc.oneof(
  {
    weight: 12,
    arbitrary: fc.tuple(fc.nat(46), fc.nat(1000)).map(([bits, more]) => (1n << BigInt(bits)) + BigInt(more)),
  },
  { weight: 1, arbitrary: fc.bigInt({ min: 0n, max: (1n << 64n) - 1n }) },
);

function knownIn({ accounts, netuids }: World): Known {
  const account = fc.constantFrom(...accounts);
  const byCodec = new Map<AnyCodec, fc.Arbitrary<unknown>>([
    [accountId, account],
    [multiAddress, account.map((id) => ({ type: 'Id', value: [id] }))],
    [netuid, fc.constantFrom(...netuids)],
    [u64, amount],
  ]);
  return (codec) => byCodec.get(codec);
}

/** Every call that this chain does something for, each as likely as the others; `except` are names like `Sudo.set_key`. */
export function anyHandledCall(world: World, except: readonly string[] = []): fc.Arbitrary<RuntimeCall> {
  const known = knownIn(world);
  return fc
    .constantFrom(...handledCalls(except))
    .chain(({ pallet, call }) => {
      const inner = { type: pallet, name: call.name };
      const args = fc.record(
        Object.fromEntries(call.fields.map(({ name = '', codec }) => [name, anyValue(codec, known)])),
        { noNullPrototype: true },
      );
      return args.map((value): RuntimeCall => {
        const content = call.fields.length > 0 ? value : undefined;
        return { type: inner.type, value: [{ type: inner.name, value: content }] } as unknown as RuntimeCall;
      });
    })
    .filter((call) => !mentions(call, except));
}

/** True if one of the named calls is somewhere inside. */
function mentions(value: unknown, names: readonly string[]): boolean {
  if (Array.isArray(value)) return value.some((item) => mentions(item, names));
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return false;
  const { type, value: inner } = value as { readonly type?: unknown; readonly value?: readonly { type?: unknown }[] };
  if (names.includes(`${type}.${inner?.[0]?.type}`)) return true;
  return Object.values(value).some((item) => mentions(item, names));
}

/** Pallet and name of every call that this chain does something for. */
export function handledCalls(except: readonly string[] = []) {
  return callsOfSchema().filter(({ pallet, call }) => {
    const probe: InnerCall = { type: pallet, value: [{ type: call.name, value: undefined }] };
    return isHandled(probe) && !except.includes(`${pallet}.${call.name}`);
  });
}

function callsOfSchema() {
  const shape = runtimeCall.shape();
  if (shape.kind !== 'variant') throw new TypeError('the enum of all calls is a variant');
  return shape.variants.flatMap((pallet) => {
    const calls = pallet.fields[0]!.codec.shape();
    return calls.kind === 'variant' ? calls.variants.map((call) => ({ pallet: pallet.name, call })) : [];
  });
}
