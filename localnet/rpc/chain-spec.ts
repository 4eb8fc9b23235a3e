/** `chainSpec_v1_*`: which chain this is. */
import { toHex } from '../../src/chain/bytes.ts';
import { TOKEN_PROPERTIES } from '../runtime/index.ts';
import type { RpcContext } from './context.ts';
import type { Methods } from './json-rpc.ts';

export const chainSpecMethods = ({ chain, chainName }: RpcContext): Methods => ({
  chainSpec_v1_chainName: () => chainName,
  chainSpec_v1_genesisHash: () => toHex(chain.genesis.hash),
  chainSpec_v1_properties: () => TOKEN_PROPERTIES,
});
