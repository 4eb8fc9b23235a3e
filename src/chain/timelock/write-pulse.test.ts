import { describe, expect, it } from 'vitest';
import { sr25519FromUri } from '../keys.ts';
import { storage } from '../schema/index.ts';
import type { WritePulse } from './index.ts';
import { beaconChainHash, beaconFromSeed, checkWritePulse, createPulse, QUICKNET, writePulseCall } from './index.ts';

const beacon = beaconFromSeed(new Uint8Array(32).fill(9));
const node = sr25519FromUri('//One');
const pulse = createPulse(beacon.secretKey, 12n);
const argumentsOf = (blockNumber = 40): WritePulse => {
  const call = writePulseCall(pulse, blockNumber, node);
  return call.value[0].value as WritePulse;
};
const at = { lastStoredRound: 11n, block: 41 };

describe('a pulse on its way to the chain', () => {
  it('is taken if it is newer than the last and a node vouches for it', () => {
    expect(checkWritePulse(argumentsOf(), at)).toEqual(pulse);
  });

  it('is too old for a chain that has it, and too early for a chain that is behind', () => {
    expect(checkWritePulse(argumentsOf(), { ...at, lastStoredRound: 12n })).toBe('old');
    expect(checkWritePulse(argumentsOf(41), at)).toEqual(pulse);
    expect(checkWritePulse(argumentsOf(42), at)).toBe('from-the-future');
  });

  it('comes alone and within its bounds', () => {
    const args = argumentsOf();
    const withPulses = (pulses: WritePulse['pulses_payload']['pulses']): WritePulse => ({
      ...args,
      pulses_payload: { ...args.pulses_payload, pulses },
    });
    expect(checkWritePulse(withPulses([]), at)).toBe('not-one');
    expect(checkWritePulse(withPulses([pulse, pulse]), at)).toBe('not-one');
    expect(checkWritePulse(withPulses([{ ...pulse, signature: new Uint8Array(145) }]), at)).toBe('too-long');
    expect(checkWritePulse(withPulses([{ ...pulse, randomness: new Uint8Array(33) }]), at)).toBe('too-long');
  });

  it('needs the signature of the node that it names, over all that it says', () => {
    const args = argumentsOf();
    const { pulses_payload: payload } = args;
    expect(checkWritePulse({ ...args, signature: undefined }, at)).toBe('no-signature');
    const other = { type: 'Sr25519', value: [sr25519FromUri('//Two').publicKey] } as const;
    expect(checkWritePulse({ ...args, pulses_payload: { ...payload, public: other } }, at)).toBe('bad-signature');
    expect(checkWritePulse({ ...args, pulses_payload: { ...payload, block_number: 39 } }, at)).toBe('bad-signature');
    const ecdsa = { type: 'Ecdsa', value: [new Uint8Array(65)] } as const;
    expect(checkWritePulse({ ...args, signature: ecdsa }, at)).toBe('bad-signature');
    expect(checkWritePulse({ ...args, signature: ecdsa }, { ...at, isSignatureKnown: true })).toEqual(pulse);
  });
});

describe('the name of a drand network', () => {
  it('is the published hash for quicknet', () => {
    const config = storage.Drand.BeaconConfig.absent;
    const { group_hash: groupHash, metadata } = config;
    expect(beaconChainHash({ ...QUICKNET, groupHash, beaconId: metadata.beacon_id })).toEqual(config.hash);
  });
});
