/**
 * Runs the vector files of test/vectors/economy: here those about encodings (storage keys, types, calls, signing), where
 * what is encoded is compared, then decoded again and compared; the rules are in the other runners.
 *
 * A name that nobody runs is reported as one that cannot be run, case by case.
 */
import { isDeepStrictEqual } from 'node:util';
import type { Bytes } from '../../src/chain/bytes.ts';
import { concatBytes, fromHex, toHex } from '../../src/chain/bytes.ts';
import { ChainError } from '../../src/chain/error.ts';
import { decodeExtrinsic, encodeSignedExtrinsic, signingPayload } from '../../src/chain/extrinsic.ts';
import { JsonPlace } from '../../src/chain/json.ts';
import type { AnyCodec } from '../../src/chain/scale/index.ts';
import { decode, encode } from '../../src/chain/scale/index.ts';
import type { AnyStorageItem, StorageItem } from '../../src/chain/schema/index.ts';
import { decodeKeyTail, era, extra, implicit, runtimeCall, storage, storageKey } from '../../src/chain/schema/index.ts';
import { EMISSION_RUNNERS } from './economy-emission.ts';
import { MESSAGE_RUNNERS } from './economy-messages.ts';
import { SUBNET_RUNNERS } from './economy-subnets.ts';
import { SWAP_RUNNERS } from './economy-swap.ts';
import { findCall, fromNotation, plainName } from './notation.ts';
import { typeByName } from './type-names.ts';
import type { CaseResult, CaseRunner, Mismatch } from './types.ts';
import { WEIGHT_RUNNERS } from './weights.ts';

const RUNNERS: Readonly<Record<string, CaseRunner>> = {
  'storage-keys': runStorageKey,
  'type-encodings': runTypeEncoding,
  calls: runCall,
  signing: runSigning,
  ...WEIGHT_RUNNERS,
  ...EMISSION_RUNNERS,
  ...SUBNET_RUNNERS,
  ...SWAP_RUNNERS,
  ...MESSAGE_RUNNERS,
};

/** One result per case. @throws ChainError `json/…` if this is no economy document. */
export function runEconomyDocument(document: unknown): readonly CaseResult[] {
  const place = JsonPlace.of(document);
  const name = place.get('name').text();
  const run = Object.hasOwn(RUNNERS, name) ? RUNNERS[name] : undefined;
  return place
    .get('cases')
    .list()
    .map((entry) => {
      const id = entry.get('id').text();
      if (!run)
        return { id, mismatches: [{ field: 'document', expected: 'a known name', got: `cannot run: ${name}` }] };
      return { id, mismatches: refusalAsMismatch(() => run(entry.get('input'), entry.get('expected'))) };
    });
}

/** What our codecs refuse is a difference of that case, not the end of the run. */
function refusalAsMismatch(run: () => readonly Mismatch[]): readonly Mismatch[] {
  try {
    return run();
  } catch (error) {
    if (!(error instanceof ChainError) && !(error instanceof RangeError)) throw error;
    const code = error instanceof ChainError ? error.code : error.name;
    return [{ field: 'input', expected: 'a value that can be encoded', got: `${code}: ${error.message}` }];
  }
}

function runStorageKey(input: JsonPlace, expected: JsonPlace): readonly Mismatch[] {
  const item = storageItem(input.get('pallet'), input.get('item'));
  const places = input.get('keys').list();
  if (places.length !== item.keys.length) throw input.get('keys').error('wrong-type', `${item.keys.length} keys`);
  const keys = item.keys.map(({ codec }, i) => fromNotation<unknown>(codec, places[i]!));
  const anyItem = item as StorageItem<readonly unknown[], unknown>;
  const wanted = fromHex(expected.get('storage_key').text());
  return [
    ...sameBytes('storage_key', wanted, storageKey(anyItem, ...keys)),
    ...sameValue('keys', keys, decodeKeyTail(anyItem, wanted)),
  ];
}

function storageItem(pallet: JsonPlace, name: JsonPlace): AnyStorageItem {
  const items: Readonly<Record<string, Readonly<Record<string, AnyStorageItem>>>> = storage;
  const ofPallet = Object.hasOwn(items, pallet.text()) ? items[pallet.text()]! : undefined;
  if (!ofPallet) throw pallet.error('wrong-type', 'a pallet with storage');
  if (!Object.hasOwn(ofPallet, name.text())) throw name.error('wrong-type', `a storage item of ${pallet.text()}`);
  return ofPallet[name.text()]!;
}

function runTypeEncoding(input: JsonPlace, expected: JsonPlace): readonly Mismatch[] {
  return bothWays(typeByName(input.get('type').text()), input.get('value'), expected.get('scale'));
}

function bothWays(codec: AnyCodec, value: JsonPlace, scale: JsonPlace): readonly Mismatch[] {
  return bothWaysOf(codec, fromNotation<unknown>(codec, value), scale);
}

function bothWaysOf(codec: AnyCodec, value: unknown, scale: JsonPlace): readonly Mismatch[] {
  const wanted = fromHex(scale.text());
  return [
    ...sameBytes('scale', wanted, encode(codec, value)),
    ...sameValue('decoded', value, decode<unknown>(codec, wanted)),
  ];
}

/** `subtensorModule.setWeights` and a list of arguments. */
function runCall(input: JsonPlace, expected: JsonPlace): readonly Mismatch[] {
  const place = input.get('call');
  const [palletName = '', callName = ''] = place.text().split('.');
  const found = findCall(
    ({ name }) => plainName(name) === plainName(palletName),
    ({ name }) => plainName(name) === plainName(callName),
  );
  if (!found) throw place.error('wrong-type', 'a call of this runtime');
  const { pallet, call } = found;
  const args = input.get('args').list();
  if (args.length !== call.fields.length)
    throw input.get('args').error('wrong-type', `${call.fields.length} arguments`);
  const named = call.fields.map(({ name, codec }, i) => [name, fromNotation<unknown>(codec, args[i]!)]);
  const content = named.length > 0 ? Object.fromEntries(named) : undefined;
  return bothWaysOf(runtimeCall, { type: pallet, value: [{ type: call.name, value: content }] }, expected.get('scale'));
}

function runSigning(input: JsonPlace, expected: JsonPlace): readonly Mismatch[] {
  const hex = (key: string): Bytes => fromHex(input.get(key).text());
  const call = hex('call');
  const signed = {
    era: decode(era, hex('era'), 'era'),
    nonce: input.get('nonce').u32(),
    tip: input.get('tip').u64(),
    metadataHashMode: { type: 'Disabled', value: undefined },
  } as const;
  const unsent = {
    specVersion: input.get('spec_version').u32(),
    transactionVersion: input.get('transaction_version').u32(),
    genesisHash: hex('genesis_hash'),
    eraBlockHash: hex('era_block_hash'),
    metadataHash: undefined,
  };
  const signer = hex('signer');
  const sr25519Signature = hex('dummy_signature_sr25519');
  const wanted = (key: string): Bytes => fromHex(expected.get(key).text());
  const extrinsic = encodeSignedExtrinsic({ signer, sr25519Signature, extra: signed, call });
  const signature = {
    address: { type: 'Id', value: [signer] },
    signature: { type: 'Sr25519', value: [sr25519Signature] },
    extra: signed,
  };
  return [
    ...sameBytes('extra', wanted('extra'), encode(extra, signed)),
    ...sameBytes('additional', wanted('additional'), encode(implicit, unsent)),
    ...sameBytes('bytes_to_sign', wanted('bytes_to_sign'), signingPayload({ call, extra: signed, implicit: unsent })),
    ...sameBytes('extrinsic', wanted('extrinsic'), extrinsic),
    ...sameValue('decoded', { signature, call: concatBytes(call) }, decodeExtrinsic(wanted('extrinsic'))),
  ];
}

function sameBytes(field: string, expected: Uint8Array, got: Uint8Array): readonly Mismatch[] {
  return toHex(expected) === toHex(got) ? [] : [{ field, expected: toHex(expected), got: toHex(got) }];
}

function sameValue(field: string, expected: unknown, got: unknown): readonly Mismatch[] {
  return isDeepStrictEqual(expected, got) ? [] : [{ field, expected: inWords(expected), got: inWords(got) }];
}

function inWords(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    part instanceof Uint8Array ? toHex(part) : typeof part === 'bigint' ? String(part) : part,
  );
}
