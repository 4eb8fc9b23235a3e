/**
 * Whether our declarations (`runtime.ts`) still describe a chain: each storage item, call, event, error and extension that
 * we declare against the chain's own metadata.
 *
 *   metadata ─▶ decodeMetadata ─▶ checkSchema ─▶ report ─▶ isReadable(storage item)   isCallable(call)
 *
 * What the chain has beyond our declarations does not matter; only a new extension does, since every transaction carries
 * all of them.
 */
import { toHex } from '../bytes.ts';
import type { AnyCodec, VariantShape } from '../scale/index.ts';
import { encode } from '../scale/index.ts';
import type { ChainMetadata, ChainPallet, ChainStorageItem } from './chain-metadata.ts';
import { compareArm, compareCodec, type ShapeDifference } from './compare-shapes.ts';
import { signedExtensions } from './extensions.ts';
import type { AnyPallet } from './pallet.ts';
import { pallets } from './runtime.ts';
import type { AnyStorageItem } from './storage-item.ts';

export interface SchemaDifference {
  /** `storage SubtensorModule.Kappa`, `call Balances.burn`, `event …`, `error …`, `extension CheckNonce`, `extensions`. */
  readonly what: string;
  readonly ours: string;
  readonly theirs: string;
}
export interface SchemaReport {
  /** As the metadata itself says. */
  readonly specVersion: number | undefined;
  /** What we declare and the chain has not, named as in `SchemaDifference`. */
  readonly missing: readonly string[];
  readonly different: readonly SchemaDifference[];
  /** Nothing is missing and nothing is different. */
  readonly fits: boolean;
}

/** Declared here, absent from every chain that is not for development (feature `pow-faucet`). */
const DEVELOPMENT_ONLY: ReadonlySet<string> = new Set(['call SubtensorModule.faucet']);
/** A report says this much about one item; the first difference is the one that counts. */
const MAX_WORDS = 200;

/** The runtime versions of finney that the declarations were made from and compared with. */
export const SCHEMA_SPEC_VERSIONS: ReadonlySet<number> = new Set([424]);

type Finding = { readonly missing: string } | SchemaDifference;

export function checkSchema(metadata: ChainMetadata): SchemaReport {
  const missing: string[] = [];
  const different: SchemaDifference[] = [];
  for (const finding of findings(metadata)) {
    if (!('missing' in finding)) different.push(finding);
    else if (!DEVELOPMENT_ONLY.has(finding.missing)) missing.push(finding.missing);
  }
  const fits = missing.length === 0 && different.length === 0;
  return { specVersion: metadata.specVersion, missing, different, fits };
}

/** Whether values of a storage item may be decoded on a chain with this report. */
export const isReadable = (report: SchemaReport, pallet: string, item: string): boolean =>
  isSame(report, `storage ${pallet}.${item}`);

/** Whether a call may be sent: the call itself, and everything that goes with any transaction. */
export const isCallable = (report: SchemaReport, pallet: string, call: string): boolean =>
  isSame(report, `call ${pallet}.${call}`) &&
  !report.missing.some((what) => what.startsWith('extension')) &&
  !report.different.some(({ what }) => what.startsWith('extension'));

const isSame = (report: SchemaReport, name: string): boolean =>
  !report.missing.includes(name) && !report.different.some(({ what }) => what === name);

function* findings(metadata: ChainMetadata): Generator<Finding, void> {
  for (const ours of pallets as readonly AnyPallet[]) {
    const theirs = metadata.pallets.get(ours.name);
    for (const item of Object.values(ours.storage)) yield* storageFindings(item, theirs, metadata);
    yield* armFindings('call', ours, armsOf(ours.calls), theirs, theirs?.calls, metadata);
    yield* armFindings('event', ours, armsOf(ours.events), theirs, theirs?.events, metadata);
    yield* armFindings('error', ours, errorsOf(ours), theirs, theirs?.errors, metadata);
  }
  yield* extensionFindings(metadata);
}

function* storageFindings(
  item: AnyStorageItem,
  pallet: ChainPallet | undefined,
  metadata: ChainMetadata,
): Generator<Finding, void> {
  const what = `storage ${item.pallet}.${item.name}`;
  const theirs = pallet?.storage.get(item.name);
  if (!pallet || !theirs) return yield { missing: what };
  if (pallet.prefix !== item.pallet) yield { what, ours: item.pallet, theirs: clip(`prefix ${pallet.prefix}`) };
  if (item.modifier !== theirs.modifier) yield { what, ours: item.modifier, theirs: theirs.modifier };
  const hashers = item.keys.map(({ hasher }) => hasher).join();
  const keys = keyTypes(theirs, metadata);
  if (hashers !== theirs.hashers.join() || keys.length !== item.keys.length) {
    yield { what, ours: `keys ${hashers || 'none'}`, theirs: clip(`keys ${theirs.hashers.join() || 'none'}`) };
  } else {
    for (const [i, { codec }] of item.keys.entries()) {
      yield* named(what, compareCodec(metadata, codec, keys[i]!), `key ${i}`);
    }
  }
  yield* named(what, compareCodec(metadata, item.value, theirs.value), 'value');
  const absent = item.modifier === 'Default' ? toHex(encode(item.value, item.absent)) : NONE;
  if (absent !== theirs.absent)
    yield { what, ours: clip(`default ${absent}`), theirs: clip(`default ${theirs.absent}`) };
}

/** What an `Optional` item's default is in metadata: the encoding of `None`. */
const NONE = '0x00';

/** One type per hasher; several stand in a tuple. */
function keyTypes({ hashers, key }: ChainStorageItem, metadata: ChainMetadata): readonly number[] {
  if (key === undefined) return [];
  if (hashers.length === 1) return [key];
  const definition = metadata.types[key]?.definition;
  return definition?.kind === 'tuple' ? definition.of : [];
}

/** Calls, events or errors of a pallet, each by itself. */
function* armFindings(
  kind: 'call' | 'event' | 'error',
  ours: AnyPallet,
  arms: readonly VariantShape[],
  pallet: ChainPallet | undefined,
  type: number | undefined,
  metadata: ChainMetadata,
): Generator<Finding, void> {
  const definition = type === undefined ? undefined : metadata.types[type]?.definition;
  const theirArms = definition?.kind === 'variant' ? definition.variants : [];
  const byName = new Map(theirArms.map((arm) => [arm.name, arm]));
  for (const arm of arms) {
    const what = `${kind} ${ours.name}.${arm.name}`;
    const theirs = byName.get(arm.name);
    if (!pallet || !theirs) yield { missing: what };
    else if (pallet.index !== ours.index || theirs.index !== arm.index) {
      yield { what, ours: `${ours.index}.${arm.index}`, theirs: `${pallet.index}.${theirs.index}` };
    } else yield* named(what, compareArm(metadata, arm, theirs), 'fields');
  }
}

function* extensionFindings(metadata: ChainMetadata): Generator<Finding, void> {
  const order = (list: readonly { readonly identifier: string }[]) => list.map(({ identifier }) => identifier).join();
  const [ours, theirs] = [order(signedExtensions), order(metadata.extensions)];
  if (ours !== theirs) yield { what: 'extensions', ours: clip(ours), theirs: clip(theirs) };
  for (const { identifier, extra, implicit } of signedExtensions) {
    const what = `extension ${identifier}`;
    const match = metadata.extensions.find((candidate) => candidate.identifier === identifier);
    if (!match) yield { missing: what };
    else {
      yield* named(what, compareCodec(metadata, extra, match.extra), 'extra');
      yield* named(what, compareCodec(metadata, implicit, match.implicit), 'implicit');
    }
  }
}

/** The first difference of a type, under the item's name. */
function* named(what: string, differences: Iterable<ShapeDifference>, part: string): Generator<Finding, void> {
  for (const { place, ours, theirs } of differences) {
    const at = place === '' ? part : `${part} ${place}`;
    yield { what, ours: clip(`${at}: ${ours}`), theirs: clip(`${at}: ${theirs}`) };
    return;
  }
}

const clip = (words: string) => words.slice(0, MAX_WORDS);

function armsOf(codec: AnyCodec | undefined): readonly VariantShape[] {
  const shape = codec?.shape();
  return shape?.kind === 'variant' ? shape.variants : [];
}

const errorsOf = ({ errors }: AnyPallet): readonly VariantShape[] =>
  Object.keys(errors?.sentences ?? {}).map((name, index) => ({ name, index, fields: [] }));
