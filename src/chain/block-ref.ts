/** A block by name: enough to ask for it again and to show where a number was read. */

/** `0x` and 64 lower-case hex digits. */
export type BlockHash = string;

export interface BlockRef {
  readonly number: number;
  readonly hash: BlockHash;
}
