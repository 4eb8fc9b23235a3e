/**
 * What dendrite and axon sign with their sr25519 hotkeys, as UTF-8 text (spec axon-dendrite §5, §6).
 *
 *   request    nonce.dendrite hotkey.axon hotkey.uuid.body hash
 *   response   nonce.dendrite hotkey.axon hotkey.uuid                 nonce and uuid of the axon
 *
 * The signing context is "substrate" and no `<Bytes>` is put around: `sr25519Sign(secretKey, utf8(message))`, written
 * as hex with 0x. Dots separate and are not escaped; a server that accepts only a body hash of 64 hex digits leaves one
 * reading of a message.
 */

export interface RequestIdentity {
  /** Nanoseconds since 1970. */
  readonly nonce: bigint;
  /** SS58, prefix 42. */
  readonly dendriteHotkey: string;
  /** SS58, prefix 42. A server that verifies puts its own here, so requests for others fail. */
  readonly axonHotkey: string;
  /** Of the sender: one per running instance. */
  readonly uuid: string;
}

/** What the dendrite signs. `bodyHash`: 64 hex digits. */
export function dendriteMessage(request: RequestIdentity & { readonly bodyHash: string }): string {
  return `${axonMessage(request)}.${request.bodyHash}`;
}

/** What the axon signs; the SDK's client does not check it. */
export function axonMessage({ nonce, dendriteHotkey, axonHotkey, uuid }: RequestIdentity): string {
  return `${nonce}.${dendriteHotkey}.${axonHotkey}.${uuid}`;
}
