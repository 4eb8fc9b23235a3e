/**
 * How a beacon's pulses come onto the chain: an extrinsic that nobody signs and nobody pays, with a node's signature inside
 * (`Drand.write_pulse`; spec participation §5.4).
 *
 *   payload = SCALE { block number, [one pulse], the node's public key };   signature = sr25519( payload )
 *
 * Any node may bring a pulse: its key says where the pulse came from, the beacon's signature that it is true
 * (`verifyRound`, which is dear and left to the caller).
 * UNKNOWN: how the chain uses the block number beyond refusing one from the future.
 */
import { type KeyPair, sr25519Sign, sr25519Verify } from '../keys.ts';
import type { Value } from '../scale/index.ts';
import { encode } from '../scale/index.ts';
import type { pulse, RuntimeCall } from '../schema/index.ts';
import { pulsesPayload } from '../schema/index.ts';

export type Pulse = Value<typeof pulse>;

type DrandCall = Extract<RuntimeCall, { readonly type: 'Drand' }>['value'][0];
/** The arguments of `write_pulse`; hostile where they come from outside. */
export type WritePulse = Extract<DrandCall, { readonly type: 'write_pulse' }>['value'];

/** Bounds of a pulse's parts in the chain's types. */
const MAX_RANDOMNESS_BYTES = 32;
const MAX_SIGNATURE_BYTES = 144;

/** The call that brings `pulse`, in the name of `node` (sr25519). @param blockNumber the newest block that the node knows */
export function writePulseCall(pulse: Pulse, blockNumber: number, node: KeyPair): RuntimeCall {
  const payload: WritePulse['pulses_payload'] = {
    block_number: blockNumber,
    pulses: [pulse],
    public: { type: 'Sr25519', value: [node.publicKey] },
  };
  const signature = sr25519Sign(node.secretKey, encode(pulsesPayload, payload), NO_RANDOM);
  const args: WritePulse = { pulses_payload: payload, signature: { type: 'Sr25519', value: [signature] } };
  return { type: 'Drand', value: [{ type: 'write_pulse', value: args }] };
}

/** The same pulse gives the same extrinsic. */
const NO_RANDOM = new Uint8Array(32);

/** - `not-one`: none or several pulses · `too-long`: not of the chain's types · `old`: the chain has this round or a newer one */
export type PulseRefusal = 'not-one' | 'too-long' | 'old' | 'from-the-future' | 'no-signature' | 'bad-signature';

/** What the chain knows when it is asked to take a pulse. */
export interface PulseContext {
  readonly lastStoredRound: bigint;
  /** The block that the extrinsic would be in. */
  readonly block: number;
  /** True if somebody has checked the node's signature, or made it: it is not checked once more. */
  readonly isSignatureKnown?: boolean;
}

/** The pulse, or why it is not taken; cheapest questions first. Whether the beacon made it is not asked here. */
export function checkWritePulse(args: WritePulse, at: PulseContext): Pulse | PulseRefusal {
  const { pulses, block_number } = args.pulses_payload;
  const [pulse, ...more] = pulses;
  if (!pulse || more.length > 0) return 'not-one';
  if (pulse.randomness.length > MAX_RANDOMNESS_BYTES || pulse.signature.length > MAX_SIGNATURE_BYTES) return 'too-long';
  if (pulse.round <= at.lastStoredRound) return 'old';
  if (block_number > at.block) return 'from-the-future';
  if (!args.signature) return 'no-signature';
  return at.isSignatureKnown || isSigned(args) ? pulse : 'bad-signature';
}

/** Nodes here sign with sr25519, as the chain's do. */
function isSigned({ pulses_payload, signature }: WritePulse): boolean {
  if (pulses_payload.public.type !== 'Sr25519' || signature?.type !== 'Sr25519') return false;
  return sr25519Verify(pulses_payload.public.value[0], encode(pulsesPayload, pulses_payload), signature.value[0]);
}
