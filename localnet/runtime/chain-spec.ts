/**
 * The chain specification: the JSON text with which a light client starts.
 *
 * Raw genesis state, so that nothing but this text needs to be trusted. Only fields that every smoldot we support knows:
 * it refuses a specification with a field that it does not.
 */
import { toHex } from '../../src/chain/bytes.ts';

export interface ChainSpecOptions {
  readonly name: string;
  readonly id: string;
  /** Every key and value of the genesis state (`genesis.state.entries()`). */
  readonly genesisTop: Iterable<readonly [Uint8Array, Uint8Array]>;
  /** Multiaddrs ending in `/p2p/<peer id>`. */
  readonly bootNodes: readonly string[];
}

export const TOKEN_PROPERTIES = { ss58Format: 42, tokenDecimals: 9, tokenSymbol: 'TAO' } as const;
export const CHAIN_TYPE = 'Local';

export function chainSpec({ name, id, genesisTop, bootNodes }: ChainSpecOptions): string {
  const top = Object.fromEntries(Array.from(genesisTop, ([key, value]) => [toHex(key), toHex(value)]));
  return JSON.stringify({
    name,
    id,
    chainType: CHAIN_TYPE,
    bootNodes,
    telemetryEndpoints: null,
    protocolId: null,
    properties: TOKEN_PROPERTIES,
    codeSubstitutes: {},
    genesis: { raw: { top, childrenDefault: {} } },
  });
}
