/**
 * Random calls of a small world: every call of the schema, with accounts, subnets and amounts that may exist in it. What a
 * field is called says what could be in it, so that calls succeed often enough to be worth making.
 */
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
  /** Those of the accounts that are asked for as hotkeys; absent = all. */
  readonly hotkeys?: readonly Bytes[];
  /** Hotkeys that nobody has yet; absent = the same. */
  readonly newHotkeys?: readonly Bytes[];
  /** Those that act for others, stake and hold TAO; absent = all. */
  readonly coldkeys?: readonly Bytes[];
}

/** Powers of two up to 2^46 rao (70 000 TAO), mostly what people have and may stake, now and then anything. */
const around = (least: number, most: number) =>
  fc
    .tuple(fc.integer({ min: least, max: most }), fc.nat(1000))
    .map(([bits, more]) => (1n << BigInt(bits)) + BigInt(more));
const amount = fc.oneof(
  { weight: 9, arbitrary: around(22, 40) },
  { weight: 3, arbitrary: around(0, 46) },
  { weight: 1, arbitrary: fc.bigInt({ min: 0n, max: (1n << 64n) - 1n }) },
);
/** Rao per alpha, mostly within a factor of two of one TAO. */
const price = fc.oneof(
  { weight: 4, arbitrary: fc.bigInt({ min: 500_000_000n, max: 2_000_000_000n }) },
  { weight: 1, arbitrary: amount },
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

type FieldArbitraries = Readonly<Record<string, fc.Arbitrary<unknown>>>;

/** What is likely in a field of this name, of one pallet or of all, three times out of four. */
function likelyIn(world: World, inner: fc.Arbitrary<unknown> | undefined): FieldArbitraries {
  const { accounts, hotkeys = accounts, newHotkeys = hotkeys, coldkeys = accounts } = world;
  const hotkey = fc.oneof({ weight: 6, arbitrary: fc.constantFrom(...hotkeys) }, fc.constantFrom(...newHotkeys));
  const address = fc.constantFrom(...coldkeys).map((id) => ({ type: 'Id', value: [id] }));
  const others = fc.subarray([...coldkeys].sort(Buffer.compare), { minLength: 1, maxLength: 2 });
  return {
    hotkey,
    origin_hotkey: hotkey,
    destination_hotkey: hotkey,
    new_hotkey: fc.constantFrom(...newHotkeys),
    real: address,
    delegate: address,
    limit: price,
    limit_price: price,
    'Multisig.threshold': fc.constant(2),
    other_signatories: others,
    maybe_timepoint: fc.constant(undefined),
    force_proxy_type: fc.constant(undefined),
    proxy_type: fc.constant({ type: 'Any', value: undefined }),
    'Proxy.delay': fc.constant(0),
    max_weight: fc.constant({ ref_time: 1n << 62n, proof_size: 1n << 20n }),
    ...(inner && { call: inner, calls: fc.array(inner, { maxLength: 3 }) }),
  };
}

/**
 * Every call that this chain does something for, those of `often` as likely as all others together; `except` are names like
 * `Sudo.set_key`.
 */
export function anyHandledCall(
  world: World,
  except: readonly string[] = [],
  often: readonly string[] = [],
): fc.Arbitrary<RuntimeCall> {
  const plain = someCall(world, except, often);
  return someCall(world, except, often, plain);
}

function someCall(
  world: World,
  except: readonly string[],
  often: readonly string[],
  inner?: fc.Arbitrary<unknown>,
): fc.Arbitrary<RuntimeCall> {
  const known = knownIn(world);
  const likely = likelyIn(world, inner);
  const fieldOf = (pallet: string, name: string, codec: AnyCodec) => {
    const rather = likely[`${pallet}.${name}`] ?? likely[name];
    const any = anyValue(codec, known);
    return rather ? fc.oneof({ weight: 3, arbitrary: rather }, { weight: 1, arbitrary: any }) : any;
  };
  const all = handledCalls(except);
  const favoured = all.filter(({ pallet, call }) => often.includes(`${pallet}.${call.name}`));
  return fc
    .oneof(fc.constantFrom(...all), fc.constantFrom(...(favoured.length > 0 ? favoured : all)))
    .chain(({ pallet, call }) => {
      const inner = { type: pallet, name: call.name };
      const args = fc.record(
        Object.fromEntries(call.fields.map(({ name = '', codec }) => [name, fieldOf(pallet, name, codec)])),
        {
          noNullPrototype: true,
        },
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
