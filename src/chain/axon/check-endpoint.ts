/**
 * May a neuron publish this endpoint? The chain's checks of `serve_axon` and `serve_prometheus`, in its order and with its
 * error names (spec participation §4; the pallet's `subnets/serving.rs`).
 *
 * Addresses are numbers: 1.2.3.4 is 0x01020304. An axon at address 0 says "not serving"; Prometheus has no such state.
 */

/** Names of `SubtensorModule` errors. */
export type EndpointError =
  | 'HotKeyNotRegisteredInNetwork'
  | 'InvalidIpType'
  | 'InvalidIpAddress'
  | 'ServingRateLimitExceeded'
  | 'InvalidPort';

export interface Endpoint {
  /** u128. */
  readonly ip: bigint;
  readonly port: number;
  /** 4 or 6. */
  readonly ip_type: number;
}

/** What the state says about the subnet and the signing hotkey. */
export interface EndpointContext {
  readonly isRegistered: boolean;
  /** Block of the endpoint that stands there now; 0 = none. */
  readonly previousBlock: bigint;
  /** `ServingRateLimit`, blocks; 0 = none. */
  readonly rateLimitBlocks: bigint;
  /** Block that the extrinsic is in. */
  readonly block: bigint;
}

interface AddressFamily {
  /** All ones; the address and whatever lies above it is none. */
  readonly broadcast: bigint;
  readonly loopback: bigint;
}

const FAMILIES: Readonly<Record<number, AddressFamily>> = {
  4: { broadcast: 0xffff_ffffn, loopback: 0x7f00_0001n },
  6: { broadcast: (1n << 128n) - 1n, loopback: 1n },
};

/** The first rule that forbids an axon; undefined if none does. */
export const checkServeAxon = (endpoint: Endpoint, at: EndpointContext): EndpointError | undefined =>
  checkEndpoint(endpoint, at, true);

/** The first rule that forbids a Prometheus endpoint; undefined if none does. */
export const checkServePrometheus = (endpoint: Endpoint, at: EndpointContext): EndpointError | undefined =>
  checkEndpoint(endpoint, at, false);

function checkEndpoint(
  { ip, port, ip_type }: Endpoint,
  at: EndpointContext,
  zeroAllowed: boolean,
): EndpointError | undefined {
  if (!at.isRegistered) return 'HotKeyNotRegisteredInNetwork';
  const family = Object.hasOwn(FAMILIES, ip_type) ? FAMILIES[ip_type] : undefined;
  if (!family) return 'InvalidIpType';
  if (!isAddress(ip, family, zeroAllowed)) return 'InvalidIpAddress';
  if (!passesRateLimit(at)) return 'ServingRateLimitExceeded';
  if (port === 0) return 'InvalidPort';
  return undefined;
}

const isAddress = (ip: bigint, { broadcast, loopback }: AddressFamily, zeroAllowed: boolean): boolean =>
  ip < broadcast && ip !== loopback && (zeroAllowed || ip !== 0n);

const passesRateLimit = ({ previousBlock, rateLimitBlocks, block }: EndpointContext): boolean =>
  previousBlock === 0n || rateLimitBlocks === 0n || block - previousBlock >= rateLimitBlocks;
