/**
 * Headers and blocks as JSON, in Substrate's spelling.
 */
import type { Bytes } from '../../src/chain/bytes.ts';
import { toHex } from '../../src/chain/bytes.ts';
import type { Header } from '../../src/chain/header.ts';
import { digestItem } from '../../src/chain/header.ts';
import { encode } from '../../src/chain/scale/index.ts';
import type { Block } from '../types.ts';

export function headerJson({ parentHash, number, stateRoot, extrinsicsRoot, digest }: Header) {
  return {
    parentHash: toHex(parentHash),
    number: `0x${number.toString(16)}`,
    stateRoot: toHex(stateRoot),
    extrinsicsRoot: toHex(extrinsicsRoot),
    digest: { logs: digest.map((item) => toHex(encode(digestItem, item))) },
  };
}

/** `justification`: GRANDPA's proof that the block is final, where we have it. */
export function signedBlockJson(block: Block, justification: Bytes | undefined) {
  return {
    block: { header: headerJson(block.header), extrinsics: block.body.map(toHex) },
    justifications: justification ? [[Array.from(GRANDPA), Array.from(justification)]] : null,
  };
}

/** The engine that justifies. */
const GRANDPA = new TextEncoder().encode('FRNK');
