/**
 * Types that every pallet uses: accounts, hashes, fractions, bounded collections.
 *
 * The paths are those of the chain's own registry; wrappers of one field read and write as what they wrap.
 */
import type { Bytes } from '../../bytes.ts';
import type { Codec } from '../../scale/index.ts';
import {
  array,
  bytes,
  compact,
  fixedBytes,
  newtype,
  str,
  struct,
  tuple,
  u8,
  u16,
  u32,
  u64,
  u256,
  variant,
  vec,
} from '../../scale/index.ts';

/** The empty tuple: a key that is there or not. */
export const unit = tuple();

/** The runtime itself, where it is a parameter of another type. */
export const runtimeType = struct(['node_subtensor_runtime', 'Runtime'], {});

/** Subnet number; 0 is the root network. */
export const netuid = u16;
/** Neuron number within a subnet. */
export const uid = u16;
/** `netuid + 4096·mecid`: a subnet's mechanism in one number. Equal to the netuid for mechanism 0. */
export const mechanismIndex = u16;

/** A public key or a derived account. */
export const accountId = newtype(['sp_core', 'crypto', 'AccountId32'], fixedBytes(32));
/** The account of 32 zero bytes: what "nobody" looks like in a `Default` item. */
export const ZERO_ACCOUNT: Bytes = new Uint8Array(32);

export const h160 = newtype(['primitive_types', 'H160'], fixedBytes(20));
export const h256 = newtype(['primitive_types', 'H256'], fixedBytes(32));
export const ZERO_HASH: Bytes = new Uint8Array(32);
/** A number of 256 bits; the registry shows its four words. */
export const bigU256: Codec<bigint> = {
  ...u256,
  shape: () => ({ kind: 'composite', path: ['primitive_types', 'U256'], fields: [{ codec: array(u64, 4) }] }),
};

/** An Aura authority's sr25519 key. */
export const auraKey = newtype(['sp_consensus_aura', 'sr25519', 'app_sr25519', 'Public'], fixedBytes(32));
/** A GRANDPA authority's ed25519 key. */
export const grandpaKey = newtype(['sp_consensus_grandpa', 'app', 'Public'], fixedBytes(32));
export const slot = newtype(['sp_consensus_slots', 'Slot'], u64);

const perThings = (name: string) => ['sp_arithmetic', 'per_things', name];
/** Hundredths. */
export const percent = newtype(perThings('Percent'), u8);
/** Millionths. */
export const permill = newtype(perThings('Permill'), u32);
/** Parts of 10^9. */
export const perbill = newtype(perThings('Perbill'), u32);
/** Parts of 10^18. */
export const perquintill = newtype(perThings('Perquintill'), u64);

/** Picoseconds of reference time and bytes of proof. */
export const weight = struct(['sp_weights', 'weight_v2', 'Weight'], {
  ref_time: compact(u64),
  proof_size: compact(u64),
});

/** Eight ASCII bytes that name a pallet's account. */
export const palletId = newtype(['frame_support', 'PalletId'], fixedBytes(8));

const bounded = ['bounded_collections', 'bounded_vec', 'BoundedVec'];
/** A list whose length the chain limits; the limit is not part of the encoding. */
export const boundedVec = <T>(of: Codec<T>): Codec<readonly T[]> =>
  newtype(bounded, vec(of), [{ name: 'T', codec: of }, { name: 'S' }]);
export const boundedBytes: Codec<Bytes> = newtype(bounded, bytes, [{ name: 'T', codec: u8 }, { name: 'S' }]);
export const weakBoundedVec = <T>(of: Codec<T>): Codec<readonly T[]> =>
  newtype(['bounded_collections', 'weak_bounded_vec', 'WeakBoundedVec'], vec(of), [
    { name: 'T', codec: of },
    { name: 'S' },
  ]);

/** A set. The chain writes it in ascending order; the caller keeps that order. */
export const btreeSet = <T>(of: Codec<T>): Codec<readonly T[]> =>
  newtype(['BTreeSet'], vec(of), [{ name: 'T', codec: of }]);
/** A map as `[key, value]` pairs. The chain writes it in ascending order of keys; the caller keeps that order. */
export const btreeMap = <K, V>(key: Codec<K>, value: Codec<V>): Codec<readonly (readonly [K, V])[]> =>
  newtype(['BTreeMap'], vec(tuple(key, value)), [
    { name: 'K', codec: key },
    { name: 'V', codec: value },
  ]);

/** A borrowed-or-owned value of the chain's source; encodes as what it is. */
export const cow = <T>(of: Codec<T>): Codec<T> => newtype(['Cow'], of, [{ name: 'T', codec: of }]);
export const cowStr = cow(str);

/** `Compact<()>`: no bytes at all. */
const compactUnit: Codec<undefined> = {
  shape: () => ({ kind: 'compact', of: unit }),
  minBytes: 0,
  write: () => undefined,
  read: () => undefined,
};
/** Whom a call is about. This chain only ever uses `Id`. */
export const multiAddress = variant(
  ['sp_runtime', 'multiaddress', 'MultiAddress'],
  {
    Id: [0, [accountId]],
    Index: [1, [compactUnit]],
    Raw: [2, [bytes]],
    Address32: [3, [fixedBytes(32)]],
    Address20: [4, [fixedBytes(20)]],
  },
  [
    { name: 'AccountId', codec: accountId },
    { name: 'AccountIndex', codec: unit },
  ],
);

export const multiSigner = variant(['sp_runtime', 'MultiSigner'], {
  Ed25519: [0, [fixedBytes(32)]],
  Sr25519: [1, [fixedBytes(32)]],
  Ecdsa: [2, [fixedBytes(33)]],
});
export const multiSignature = variant(['sp_runtime', 'MultiSignature'], {
  Ed25519: [0, [fixedBytes(64)]],
  Sr25519: [1, [fixedBytes(64)]],
  Ecdsa: [2, [fixedBytes(65)]],
});
