/**
 * Addresses of servers as a person or a registry writes them: `wss://host:443` of a JSON-RPC server, or the multiaddr of a
 * full node, `/dns/host/tcp/443/wss/p2p/12D3…`. Only the form is judged here; nobody is dialled.
 */

export type ServerAddress =
  | { readonly ok: true; readonly address: string }
  /** One sentence; names the address. */
  | { readonly ok: false; readonly reason: string };

/** Names of hosts have 253 characters at most; paths with access keys are longer, but not much. */
const MAX_ADDRESS_CHARACTERS = 300;
/** As many as a person can tell apart; each costs a connection. */
export const MAX_OWN_SERVERS = 16;
const MULTIADDR =
  /^\/(dns|dns4|dns6|ip4|ip6)\/[\w.:-]{1,253}\/tcp\/\d{1,5}(\/tls)?\/wss?(\/p2p\/[1-9A-HJ-NP-Za-km-z]{40,80})$/;
const QUOTED_CHARACTERS = 60;

/** `isSecurePage`: the page came by https, from where browsers dial `ws` on this machine only. */
export function readServerAddress(text: string, isSecurePage = false): ServerAddress {
  const address = text.trim();
  const no = (why: string) => ({ ok: false, reason: `“${address.slice(0, QUOTED_CHARACTERS)}” ${why}` }) as const;
  if (address === '' || address.length > MAX_ADDRESS_CHARACTERS) return no('is no address.');
  if (address.startsWith('/')) {
    return MULTIADDR.test(address)
      ? { ok: true, address }
      : no('is no multiaddr of the form /dns/host/tcp/443/wss/p2p/….');
  }
  if (!URL.canParse(address)) return no('is no address: wss://… or /dns/… is expected.');
  const url = new URL(address);
  if (url.protocol !== 'ws:' && url.protocol !== 'wss:') return no('begins neither with wss:// nor with ws://.');
  if (url.username !== '' || url.password !== '')
    return no('carries a name or a password, which would be kept unprotected.');
  if (isSecurePage && url.protocol === 'ws:' && !isLoopback(url.hostname)) {
    return no('is plain ws: a page that came by https may dial wss only.');
  }
  return { ok: true, address };
}

const isLoopback = (host: string) => host === 'localhost' || host === '[::1]' || /^127(\.\d{1,3}){3}$/.test(host);

export interface ServerList {
  readonly addresses: readonly string[];
  /** One sentence for each line that is not taken. */
  readonly problems: readonly string[];
}

/** One address per line; empty lines are left out, repeated ones named. */
export function readServerLines(text: string, isSecurePage: boolean): ServerList {
  const addresses: string[] = [];
  const problems: string[] = [];
  for (const line of text.split('\n')) {
    if (line.trim() === '') continue;
    const read = readServerAddress(line, isSecurePage);
    if (!read.ok) problems.push(read.reason);
    else if (addresses.includes(read.address)) problems.push(`${read.address} is there twice.`);
    else addresses.push(read.address);
  }
  if (addresses.length > MAX_OWN_SERVERS) problems.push(`These are more than ${MAX_OWN_SERVERS} servers.`);
  return { addresses, problems };
}
