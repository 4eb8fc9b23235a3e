import { beforeEach, describe, expect, it } from 'vitest';
import { sr25519FromUri } from '../../../src/chain/keys.ts';
import type { RuntimeCall } from '../../../src/chain/schema/index.ts';
import { storage } from '../../../src/chain/schema/index.ts';
import type { Pulse } from '../../../src/chain/timelock/index.ts';
import { beaconFromSeed, createPulse, encryptToRound, writePulseCall } from '../../../src/chain/timelock/index.ts';
import type { BlockExecution, Origin } from '../block-execution.ts';
import { account, eventNames, nextBlock, ROOT_ORIGIN, run, signed, testBlock } from '../execution.fixture.ts';
import { MAX_KNOWN_MESSAGES, openMessage, rememberMessage } from './known-messages.ts';
import { MAX_REMEMBERED, rememberPulse, verifyPulse } from './verified-pulses.ts';

const drand = storage.Drand;
const NOBODY: Origin = { type: 'none' };
const beacon = beaconFromSeed(new Uint8Array(32).fill(9));
const node = sr25519FromUri('//One');

let block: BlockExecution;
beforeEach(() => {
  block = testBlock();
  block.state.put(drand.BeaconConfig, { ...drand.BeaconConfig.absent, public_key: beacon.publicKey });
  block.events.length = 0;
});

const write = (on: BlockExecution, pulse: Pulse, origin: Origin = NOBODY): string =>
  run(on, origin, writePulseCall(pulse, on.number - 1, node));
const pulseOf = (round: bigint): Pulse => createPulse(beacon.secretKey, round);
const rounds = ({ state }: BlockExecution) => [state.get(drand.OldestStoredRound), state.get(drand.LastStoredRound)];

describe('write_pulse', () => {
  it('stores the pulse of a round that is newer than the last; rounds may be skipped', () => {
    expect(write(block, pulseOf(7n))).toBe('ok');
    expect(write(block, pulseOf(9n))).toBe('ok');
    expect(block.state.get(drand.Pulses, 9n)).toEqual(pulseOf(9n));
    expect(rounds(block)).toEqual([7n, 9n]);
    expect(block.state.get(drand.NextUnsignedAt)).toBe(100);
    expect(eventNames(block)).toEqual(['Drand.NewPulse', 'Drand.NewPulse']);
  });

  it('takes no round a second time, and none that was skipped', () => {
    write(block, pulseOf(9n));
    expect([write(block, pulseOf(9n)), write(block, pulseOf(8n))]).toEqual([
      'Drand.InvalidRoundNumber',
      'Drand.InvalidRoundNumber',
    ]);
    expect(block.state.has(drand.Pulses, 8n)).toBe(false);
  });

  it('takes only what the beacon signed', () => {
    const other = createPulse(beaconFromSeed(new Uint8Array(32).fill(8)).secretKey, 7n);
    expect(write(block, other)).toBe('Drand.UnverifiedPulse');
    expect(write(block, { ...pulseOf(7n), round: 8n })).toBe('Drand.UnverifiedPulse');
    expect(write(block, { ...pulseOf(7n), signature: new Uint8Array(48).fill(0xff) })).toBe('Drand.UnverifiedPulse');
    block.state.put(drand.BeaconConfig, { ...drand.BeaconConfig.absent, public_key: new Uint8Array(96) });
    expect(write(block, pulseOf(7n))).toBe('Drand.PulseVerificationError');
    expect(rounds(block)).toEqual([0n, 0n]);
  });

  it('does not look at the randomness, as on the chain', () => {
    expect(write(block, { ...pulseOf(7n), randomness: new Uint8Array(3) })).toBe('ok');
  });

  it('is for nobody to sign', () => {
    expect(write(block, pulseOf(7n), signed(account('alice')))).toBe('BadOrigin');
    expect(write(block, pulseOf(7n), ROOT_ORIGIN)).toBe('BadOrigin');
  });

  it('prunes a hundred old rounds at a time', () => {
    const { state } = block;
    const pulse = pulseOf(1n);
    for (let round = 10n; round < 200n; round++) state.put(drand.Pulses, round, { ...pulse, round });
    state.put(drand.OldestStoredRound, 10n);
    state.put(drand.LastStoredRound, 216_009n);
    // 216 001 rounds would be kept: one too many.
    write(block, pulseOf(216_010n));
    expect(rounds(block)).toEqual([11n, 216_010n]);
    write(block, pulseOf(216_300n));
    expect(rounds(block)).toEqual([111n, 216_300n]);
    expect([state.has(drand.Pulses, 110n), state.has(drand.Pulses, 111n)]).toEqual([false, true]);
    write(block, pulseOf(216_301n));
    write(block, pulseOf(216_302n));
    expect(rounds(block)).toEqual([303n, 216_302n]);
  });
});

describe('root', () => {
  const config = { ...drand.BeaconConfig.absent, period: 30 };
  const payload = {
    block_number: 1,
    config,
    public: { type: 'Sr25519', value: [node.publicKey] },
  } as const;
  const setConfig: RuntimeCall = {
    type: 'Drand',
    value: [{ type: 'set_beacon_config', value: { config_payload: payload, signature: undefined } }],
  };
  const setOldest: RuntimeCall = {
    type: 'Drand',
    value: [{ type: 'set_oldest_stored_round', value: { oldest_round: 5n } }],
  };

  it('may choose another beacon and say what the oldest round is; nobody else may', () => {
    expect([run(block, account('alice'), setConfig), run(block, NOBODY, setOldest)]).toEqual([
      'BadOrigin',
      'BadOrigin',
    ]);
    expect([run(block, ROOT_ORIGIN, setConfig), run(block, ROOT_ORIGIN, setOldest)]).toEqual(['ok', 'ok']);
    expect(block.state.get(drand.BeaconConfig)).toEqual(config);
    expect(rounds(block)).toEqual([5n, 0n]);
    expect(eventNames(block)).toEqual(['Drand.BeaconConfigChanged', 'Drand.SetOldestStoredRound']);
  });
});

describe('the memory of signatures that hold', () => {
  it('spares the work, but only for the same beacon, round and signature', () => {
    const forged = { round: 3n, signature: new Uint8Array(48).fill(1), randomness: new Uint8Array(32) };
    expect(verifyPulse(beacon, forged)).toBe('invalid');
    rememberPulse(beacon, forged);
    expect(verifyPulse(beacon, forged)).toBe('valid');
    expect(verifyPulse(beacon, { ...forged, round: 4n })).toBe('invalid');
    expect(verifyPulse(beaconFromSeed(new Uint8Array(32).fill(8)), forged)).toBe('invalid');
  });

  it('is bounded', () => {
    const forged = { round: 1n, signature: new Uint8Array(48).fill(2), randomness: new Uint8Array(32) };
    rememberPulse(beacon, forged);
    for (let round = 2n; round <= MAX_REMEMBERED; round++) rememberPulse(beacon, { ...forged, round });
    expect(verifyPulse(beacon, forged)).toBe('valid');
    rememberPulse(beacon, { ...forged, round: BigInt(MAX_REMEMBERED) + 1n });
    expect(verifyPulse(beacon, forged)).toBe('invalid');
  });
});

describe('the memory of time-locked messages', () => {
  const secrets = { K: new Uint8Array(32).fill(1), sigma: new Uint8Array(32).fill(2), nonce: new Uint8Array(12) };
  const plaintext = new Uint8Array([1, 2, 3]);
  const ciphertext = encryptToRound(beacon, 7n, plaintext, secrets);
  const { signature } = pulseOf(7n);

  it('opens with the signature of the round alone, as without it', () => {
    const known = new Uint8Array([9]);
    expect(openMessage(ciphertext, signature)).toEqual({ ok: true, plaintext });
    // Another text than is inside, to see where the answer comes from.
    rememberMessage(ciphertext, { beacon, round: 7n, plaintext: known });
    expect(openMessage(ciphertext, signature)).toEqual({ ok: true, plaintext: known });
    expect(openMessage(ciphertext, pulseOf(8n).signature)).toMatchObject({ ok: false, code: 'timelock/wrong-round' });
    expect(openMessage(ciphertext, new Uint8Array(48))).toMatchObject({ ok: false, code: 'timelock/bad-signature' });
  });

  it('is bounded', () => {
    rememberMessage(ciphertext, { beacon, round: 7n, plaintext: new Uint8Array([9]) });
    for (let i = 0; i < MAX_KNOWN_MESSAGES; i++)
      rememberMessage(new Uint8Array([i, i >> 8]), { beacon, round: 7n, plaintext });
    expect(openMessage(ciphertext, signature)).toEqual({ ok: true, plaintext });
  });
});

it('a pulse stays on the chain in the next block', () => {
  write(block, pulseOf(7n));
  expect(write(nextBlock(block), pulseOf(7n))).toBe('Drand.InvalidRoundNumber');
});
