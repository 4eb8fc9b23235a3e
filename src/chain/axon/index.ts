/**
 * Messages between validators (dendrite) and miners (axon): what is hashed, what is signed, which nonces pass. Pure; the
 * HTTP around it is the caller's.
 */
export { bodyHash } from './body-hash.ts';
export { axonMessage, dendriteMessage, type RequestIdentity } from './messages.ts';
export { isNonceAccepted, type NonceCheck } from './nonce.ts';
export { type PythonValue, pythonStr } from './python-str.ts';
