/**
 * Runs the files of test/vectors/economy about what is hashed, encrypted and signed: weight commits, time-locked or by
 * hash, and the messages between dendrite and axon. Everything must be equal to the byte, both ways where there is a way
 * back; the drand signatures in the files are checked against drand's key.
 */
import { bodyHash, dendriteMessage, isNonceAccepted } from '../../src/chain/axon/index.ts';
import type { Bytes } from '../../src/chain/bytes.ts';
import { fromHex, toHex } from '../../src/chain/bytes.ts';
import { blake2b256 } from '../../src/chain/hash.ts';
import type { JsonPlace } from '../../src/chain/json.ts';
import {
  decodeCiphertext,
  decodePayload,
  decryptWithRound,
  encodePayload,
  encryptToRound,
  QUICKNET,
  verifyRound,
} from '../../src/chain/timelock/index.ts';
import { weightsCommitHash, weightsCommitPreimage } from '../../src/chain/weights/index.ts';
import type { CaseRunner, Mismatch } from './types.ts';

export const MESSAGE_RUNNERS: Readonly<Record<string, CaseRunner>> = {
  'axon-body-hash': runBodyHash,
  'axon-nonce': runNonce,
  'commit-hash': runCommitHash,
  'dendrite-message': runDendriteMessage,
  'timelock-ciphertext': runCiphertext,
  'timelock-payload': runPayload,
};

function runBodyHash(input: JsonPlace, expected: JsonPlace): readonly Mismatch[] {
  const fields = input.get('python_str_values').list();
  return compare('body_hash', expected, bodyHash(fields.map((field) => field.text())));
}

function runNonce(input: JsonPlace, expected: JsonPlace): readonly Mismatch[] {
  const accepted = isNonceAccepted({
    nonce: input.get('nonce').u64(),
    lastNonce: input.get('last_nonce').nullable()?.u64(),
    nowNs: input.get('now_ns').u64(),
    timeoutS: input.get('timeout_s').number(),
    dendriteVersion: input.get('dendrite_version').nullable()?.u32(),
  });
  return same('accepted', String(expected.get('accepted').bool()), String(accepted));
}

function runDendriteMessage(input: JsonPlace, expected: JsonPlace): readonly Mismatch[] {
  const message = dendriteMessage({
    nonce: input.get('nonce').u64(),
    dendriteHotkey: input.get('dendrite_hotkey').text(),
    axonHotkey: input.get('axon_hotkey').text(),
    uuid: input.get('uuid').text(),
    bodyHash: input.get('body_hash').text(),
  });
  return compare('message', expected, message);
}

function runCommitHash(input: JsonPlace, expected: JsonPlace): readonly Mismatch[] {
  const commit = {
    hotkey: hex(input.get('hotkey')),
    storageIndex: input.get('storage_index').u16(),
    ...weights(input),
    salt: u16s(input.get('salt')),
  };
  return [
    ...compare('preimage', expected, toHex(weightsCommitPreimage(commit))),
    ...compare('commit_hash', expected, toHex(weightsCommitHash(commit))),
  ];
}

function runPayload(input: JsonPlace, expected: JsonPlace): readonly Mismatch[] {
  const scale = encodePayload({ hotkey: hex(input.get('hotkey')), ...weights(input) });
  const { hotkey, ...decoded } = decodePayload(hex(expected.get('scale')));
  const again = hotkey && encodePayload({ hotkey, ...decoded });
  return [
    ...compare('scale', expected, toHex(scale)),
    ...same('decoded', toHex(scale), again ? toHex(again) : 'no hotkey'),
  ];
}

function runCiphertext(input: JsonPlace, expected: JsonPlace): readonly Mismatch[] {
  const [plaintext, K, sigma, nonce, signature] = (
    ['plaintext', 'K', 'sigma', 'nonce', 'round_signature'] as const
  ).map((key) => hex(input.get(key))) as [Bytes, Bytes, Bytes, Bytes, Bytes];
  const round = BigInt(input.get('round').u32());
  const commit = encryptToRound(QUICKNET, round, plaintext, { K, sigma, nonce });
  const parts = decodeCiphertext(commit);
  const decrypted = decryptWithRound(hex(expected.get('commit')), signature);
  return [
    ...(['U', 'V', 'W'] as const).flatMap((part) => compare(part, expected, toHex(parts[part]))),
    ...compare('commit', expected, toHex(commit)),
    ...compare('commit_event_hash', expected, toHex(blake2b256(commit))),
    ...same('decrypted', toHex(plaintext), decrypted.ok ? toHex(decrypted.plaintext) : decrypted.code),
    ...same('round_signature', 'valid', verifyRound(QUICKNET, round, signature) ? 'valid' : 'not valid'),
  ];
}

function weights(input: JsonPlace) {
  return {
    uids: u16s(input.get('uids')),
    values: u16s(input.get('values')),
    versionKey: input.get('version_key').u64(),
  };
}

const hex = (place: JsonPlace): Bytes => fromHex(place.text());
const u16s = (place: JsonPlace): readonly number[] => place.list().map((entry) => entry.u16());
const compare = (key: string, expected: JsonPlace, got: string) => same(key, expected.get(key).text(), got);

function same(field: string, expected: string, got: string): readonly Mismatch[] {
  return expected === got ? [] : [{ field, expected, got }];
}
