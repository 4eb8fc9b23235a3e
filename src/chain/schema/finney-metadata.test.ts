/**
 * Our declarations against the metadata of the real chain: every pallet, storage item, call, event, error, constant,
 * extension and type, by name, index and structure. What differs must stand in `KNOWN`, with the reason.
 */
import { describe, expect, it } from 'vitest';
import { toHex } from '../bytes.ts';
import type { AnyCodec } from '../scale/index.ts';
import { encode } from '../scale/index.ts';
import type { TypeComparison } from './compare-types.fixture.ts';
import { compareNames, typeComparison } from './compare-types.fixture.ts';
import type { RealMetadata, RealPallet } from './finney-metadata.fixture.ts';
import { isPresent, readFinneyMetadata } from './finney-metadata.fixture.ts';
import type { AnyPallet } from './index.ts';
import * as schema from './index.ts';
import { finneyVersion, pallets, runtimeVersion, signedExtensions } from './index.ts';

const NOT_USED = 'nothing here reads or calls this pallet';
const WITHOUT_CALLS = ['Grandpa', 'Preimage', 'Scheduler', 'Ethereum', 'EVM', 'BaseFee', 'Contracts'];
const WITHOUT_STORAGE = ['RandomnessCollectiveFlip', ...WITHOUT_CALLS.filter((pallet) => pallet !== 'Grandpa')];
/** Where we differ from finney on purpose, and why. */
const KNOWN: Readonly<Record<string, string>> = {
  'pallet_subtensor::pallet::Call: faucet is only ours': 'only development chains have it (feature pow-faucet)',
  'sp_runtime::generic::unchecked_extrinsic::UncheckedExtrinsic<Extra>: 13 members here, 3 on finney':
    'finney nests its extensions in tuples of tuples; the bytes are the same',
  'Scheduler.constants: only finney': NOT_USED,
  'Contracts.constants: only finney': NOT_USED,
  ...Object.fromEntries(WITHOUT_STORAGE.map((pallet) => [`${pallet}.storage: only finney`, NOT_USED])),
  ...Object.fromEntries(WITHOUT_CALLS.map((pallet) => [`${pallet}.calls: only finney`, NOT_USED])),
  ...Object.fromEntries(
    WITHOUT_CALLS.map((pallet) => [`node_subtensor_runtime::RuntimeCall: ${pallet} is only finney's`, NOT_USED]),
  ),
};

type Differences = Generator<string, void>;

function* compareAll(real: RealMetadata): Differences {
  const compare = typeComparison(real);
  yield* compareNames('pallets', pallets, real.pallets);
  for (const ours of pallets as readonly AnyPallet[]) {
    const theirs = real.pallets.find(({ name }) => name === ours.name);
    if (theirs) yield* comparePallet(ours, theirs, real, compare);
  }
  yield* compareExtensions(real, compare);
  yield* compareRuntimeApiTypes(real, compare);
}

function* comparePallet(ours: AnyPallet, theirs: RealPallet, real: RealMetadata, compare: TypeComparison): Differences {
  const { name } = ours;
  if (ours.index !== theirs.index) yield `${name}: index ${ours.index} here, ${theirs.index} on finney`;
  yield* compareStorage(ours, theirs, real, compare);
  for (const part of ['calls', 'events'] as const) {
    if (theirs[part] && !ours[part]) yield `${name}.${part}: only finney`;
    else if (ours[part]) yield* compare.type(`${name}.${part}`, ours[part], theirs[part]!.type);
  }
  if (theirs.errors) {
    const { path = [], sentences = {} } = ours.errors ?? {};
    const variants = Object.keys(sentences).map((error, index) => ({ name: error, index, fields: [] }));
    yield* compare.shape(`${name}.errors`, { kind: 'variant', path, variants }, theirs.errors.type);
  }
  yield* compareConstants(ours, theirs, compare);
}

function* compareStorage(
  ours: AnyPallet,
  theirs: RealPallet,
  real: RealMetadata,
  compare: TypeComparison,
): Differences {
  const place = `${ours.name}.storage`;
  const [mine, realItems] = [Object.values(ours.storage), theirs.storage?.items ?? []];
  if (mine.length === 0 && realItems.length > 0) {
    yield `${place}: only finney`;
    return;
  }
  yield* compareNames(place, mine, realItems);
  for (const item of mine) {
    const match = realItems.find((candidate) => candidate.name === item.name);
    if (!match) continue;
    const at = `${ours.name}.${item.name}`;
    const { plain, map } = match.type;
    if (item.pallet !== theirs.storage?.prefix) yield `${at}: prefix ${item.pallet}`;
    if (item.modifier !== match.modifier) yield `${at}: ${item.modifier} here, ${match.modifier} on finney`;
    const [hashers, realHashers] = [item.keys.map(({ hasher }) => hasher).join(), (map?.hashers ?? []).join()];
    if (hashers !== realHashers) yield `${at}: hashers ${hashers} here, ${realHashers} on finney`;
    const keyTypes = !map ? [] : map.hashers.length === 1 ? [map.key] : real.type(map.key).def.tuple!;
    for (const [i, type] of keyTypes.entries()) yield* compare.type(`${at} key ${i}`, item.keys[i]!.codec, type);
    yield* compare.type(at, item.value, map?.value ?? plain!);
    const absent = item.modifier === 'Default' ? toHex(encode(item.value, item.absent)) : '0x00';
    if (absent !== match.fallback) yield `${at}: default ${absent} here, ${match.fallback} on finney`;
  }
}

function* compareConstants(ours: AnyPallet, theirs: RealPallet, compare: TypeComparison): Differences {
  const place = `${ours.name}.constants`;
  const version = { codec: runtimeVersion, value: finneyVersion() };
  const constants = { ...ours.constants, ...(ours.name === 'System' ? { Version: version } : {}) };
  const mine = Object.entries(constants).map(([name, constant]) => ({ name, ...constant }));
  if (mine.length === 0 && theirs.constants.length > 0) {
    yield `${place}: only finney`;
    return;
  }
  yield* compareNames(place, mine, theirs.constants);
  for (const { name, codec, value } of mine) {
    const match = theirs.constants.find((candidate) => candidate.name === name);
    if (!match) continue;
    yield* compare.type(`${ours.name}.${name}`, codec, match.type);
    const bytes = toHex(encode(codec, value));
    if (bytes !== match.value) yield `${ours.name}.${name}: ${bytes} here, ${match.value} on finney`;
  }
}

function* compareExtensions(real: RealMetadata, compare: TypeComparison): Differences {
  const order = (list: readonly { readonly identifier: string }[]) => list.map(({ identifier }) => identifier).join();
  if (order(signedExtensions) !== order(real.extensions)) yield `extensions: ${order(signedExtensions)}`;
  for (const [i, { identifier, extra, implicit }] of signedExtensions.entries()) {
    yield* compare.type(identifier, extra, real.extensions[i]!.type);
    yield* compare.type(`${identifier} implicit`, implicit, real.extensions[i]!.implicit);
  }
}

/** Types of runtime APIs stand in no pallet: each is found by its path. */
function* compareRuntimeApiTypes(real: RealMetadata, compare: TypeComparison): Differences {
  for (const exported of Object.values(schema)) {
    if (typeof exported !== 'object' || !('shape' in exported)) continue;
    const shape = (exported as AnyCodec).shape();
    if (!('path' in shape) || shape.path.length === 0) continue;
    const path = shape.path.join('::');
    const theirs = real.types.flatMap((type, id) => (type.path.join('::') === path ? [id] : []));
    if (theirs.length === 0) yield `${path}: only ours`;
    // Generic types have several: those were compared where they are used.
    else if (theirs.length === 1) yield* compare.shape(path, shape, theirs[0]!);
  }
}

if (!isPresent) console.warn('not compared with finney: ../shared/data/finney.metadata.scale is not present');

describe.runIf(isPresent)('the declarations', () => {
  it('are those of finney, apart from what is known', () => {
    const found = new Set(compareAll(readFinneyMetadata()));
    const known = new Set(Object.keys(KNOWN));
    expect([...found.difference(known)]).toEqual([]);
    expect([...known.difference(found)]).toEqual([]);
  });
});
