/**
 * One chain, three ways to it: what smoldot, the proof engine over JSON-RPC and the proof engine over libp2p read is the
 * same to the byte, and is what the chain holds.
 */
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Localnet } from '../../../localnet/index.ts';
import type { Bytes } from '../../../src/chain/bytes.ts';
import { toHex } from '../../../src/chain/bytes.ts';
import { drivePlanNow, together } from '../../../src/chain/economy/index.ts';
import { blake2b256 } from '../../../src/chain/hash.ts';
import type { BlockHash, ChainEngine } from '../../../src/light/index.ts';
import { metagraphPlan } from '../../../src/light/readers/metagraph.ts';
import { subnetListPlan } from '../../../src/light/readers/subnet-list.ts';
import { followed, localnet, proofOn, smoldotOn, until } from './network.ts';

const BLOCKS = 50;

let net: Localnet;
let engines: readonly ChainEngine[];

beforeAll(async () => {
  net = await localnet();
  engines = [smoldotOn(net), proofOn(net, [net.rpcUrl]), proofOn(net, [net.p2pAddress])];
  await Promise.all(engines.map(followed));
});
afterAll(async () => {
  await Promise.all(engines.map((engine) => engine.close()));
  await net.close();
});

/** Every key of the subnet list and of the metagraphs of all subnets, and what the chain holds under them. */
function truth(hash: Bytes): { readonly keys: readonly Bytes[]; readonly values: readonly (Bytes | undefined)[] } {
  const state = net.chain.byHash(hash)!.state!;
  const keys: Bytes[] = [];
  const values: (Bytes | undefined)[] = [];
  const readKey = (key: Bytes) => {
    const value = state.get(key);
    keys.push(key);
    values.push(value);
    return value;
  };
  const list = drivePlanNow(subnetListPlan(), readKey);
  drivePlanNow(together(...list.map(({ netuid }) => metagraphPlan(netuid))), readKey);
  return { keys, values };
}

const digest = (values: readonly (Bytes | undefined)[]) =>
  toHex(blake2b256(new TextEncoder().encode(JSON.stringify(values.map((value) => value && toHex(value))))));

it(`whole metagraphs of every subnet are the same bytes in all engines over ${BLOCKS} blocks`, async () => {
  const first = net.chain.finalized.number + 1;
  for (let number = first; number < first + BLOCKS; number++) {
    await Promise.all(engines.map((engine) => until(engine, ({ finalized }) => finalized!.number >= number)));
    const { hash } = net.chain.byNumber(number)!;
    const { keys, values } = truth(hash);
    const read = await Promise.all(engines.map((engine) => engine.readStorage(keys, toHex(hash) as BlockHash)));
    expect(keys.length).toBeGreaterThan(2000);
    expect(read.map(digest), `block ${number}`).toEqual(engines.map(() => digest(values)));
  }
}, 120_000);
