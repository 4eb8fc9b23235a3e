/**
 * Where a neuron says that it answers: `1.2.3.4:8091`, `[2001:db8::1]:8091`, or nothing.
 * The chain keeps an address as a number (IPv4 in 32 bits, IPv6 in 128); 0 means "not serving".
 */
import type { AxonInfo } from '../../chain/schema/index.ts';

const IPV4 = 4;
const IPV6 = 6;

/** Empty if there is no axon, it does not serve, or its address is none. */
export function formatAxon(axon: AxonInfo | undefined): string {
  if (!axon || axon.ip === 0n) return '';
  if (axon.ip_type === IPV4) return axon.ip < 1n << 32n ? `${formatIpv4(axon.ip)}:${axon.port}` : '';
  return axon.ip_type === IPV6 ? `[${formatIpv6(axon.ip)}]:${axon.port}` : '';
}

function formatIpv4(ip: bigint): string {
  return [24n, 16n, 8n, 0n].map((shift) => (ip >> shift) & 0xffn).join('.');
}

/** Eight groups, the first longest run of zeros (at least two) as `::` (RFC 5952). */
function formatIpv6(ip: bigint): string {
  const groups = Array.from({ length: 8 }, (_, i) => ((ip >> BigInt(112 - 16 * i)) & 0xffffn).toString(16)).join(':');
  const runs = [...groups.matchAll(/(?<![^:])0(?::0)+(?![^:])/g)];
  const longest = runs.reduce((best, run) => (run[0].length > (best?.[0].length ?? 0) ? run : best), runs[0]);
  if (!longest) return groups;
  const before = groups.slice(0, longest.index).replace(/:$/, '');
  const after = groups.slice(longest.index + longest[0].length).replace(/^:/, '');
  return `${before}::${after}`;
}
