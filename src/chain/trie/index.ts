/** The Merkle trie: state and extrinsics roots, read proofs made and checked. Layouts V0 and V1 of Substrate. */
export { orderedTrieRoot } from './ordered.ts';
export type { StateVersion } from './trie.ts';
export { EMPTY_ROOT, MAX_INLINE_VALUE_BYTES, MAX_KEY_BYTES, Trie } from './trie.ts';
export type { VerifiedProof } from './verify.ts';
export { MAX_PROOF_BYTES, MAX_PROOF_ENTRIES, verifyProof } from './verify.ts';
