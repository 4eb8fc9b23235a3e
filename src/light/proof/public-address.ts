/**
 * The part of a server's address that may be shown, kept and given away. What follows the host of a WebSocket URL, or
 * stands before it, is often a key of the person's. Multiaddrs hold no secrets.
 */
export function publicAddress(address: string): string {
  if (!URL.canParse(address)) return address;
  const { protocol, host } = new URL(address);
  return `${protocol}//${host}`;
}
