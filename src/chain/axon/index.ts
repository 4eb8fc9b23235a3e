/**
 * Axons (miners) and dendrites (validators): which endpoints the chain takes, and the messages between them: what is hashed,
 * what is signed, which nonces pass. Pure; the HTTP around it is the caller's.
 */
export { bodyHash } from './body-hash.ts';
export type { Endpoint, EndpointContext, EndpointError } from './check-endpoint.ts';
export { checkServeAxon, checkServePrometheus } from './check-endpoint.ts';
export { axonMessage, dendriteMessage, type RequestIdentity } from './messages.ts';
export { isNonceAccepted, type NonceCheck } from './nonce.ts';
export { type PythonValue, pythonStr } from './python-str.ts';
