/** The localnet's JSON-RPC server, for tools that speak to a Substrate node. */
export type { NodeIdentity, RuntimeDescription } from './context.ts';
export type { RpcServer, RpcServerOptions } from './server.ts';
export { startRpcServer } from './server.ts';
