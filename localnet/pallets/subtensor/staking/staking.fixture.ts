/** A chain to stake on: root and two subnets, a validator's hotkey, and people with TAO. */
import type { Bytes } from '../../../../src/chain/bytes.ts';
import type { RuntimeCall } from '../../../../src/chain/schema/index.ts';
import type { BlockExecution } from '../../block-execution.ts';
import { account, addHotkey, addNetwork, endow, run, TAO, testBlock } from '../../execution.fixture.ts';
import type { Arguments } from '../../handlers.ts';

export const alice = account('alice');
export const bob = account('bob');
/** Bob's. */
export const hotkey = account('hotkey');
/** Bob's. */
export const otherHotkey = account('other-hotkey');
/** Alice's own. */
export const ownHotkey = account('own-hotkey');

/** Alice and Bob have 1 000 TAO each; subnets 1 and 2 have 10 000 of both in their pools. */
export function stakingBlock(number?: number): BlockExecution {
  const block = testBlock(number);
  for (const netuid of [0, 1, 2]) addNetwork(block, netuid);
  addHotkey(block, hotkey, bob);
  addHotkey(block, otherHotkey, bob);
  addHotkey(block, ownHotkey, alice);
  endow(block, alice, 1_000n * TAO);
  endow(block, bob, 1_000n * TAO);
  return block;
}

type SubtensorCall = Extract<RuntimeCall, { readonly type: 'SubtensorModule' }>;

const named = (type: string, value: unknown) => ({ type: 'SubtensorModule', value: [{ type, value }] }) as RuntimeCall;

export function subtensorCall<N extends SubtensorCall['value'][0]['type']>(
  type: N,
  value: Arguments<'SubtensorModule', N>,
): RuntimeCall {
  return named(type, value);
}

/** Runs a Subtensor call; the name of its error or `ok`. */
export function call<N extends SubtensorCall['value'][0]['type']>(
  block: BlockExecution,
  who: Bytes,
  type: N,
  value: Arguments<'SubtensorModule', N>,
): string {
  return run(block, who, named(type, value));
}

/** The values of all Subtensor events of a name. */
export function eventsNamed({ events }: BlockExecution, name: string): unknown[] {
  return events.flatMap(({ event }) => {
    const inner = event.value[0] as { readonly type: string; readonly value: unknown };
    return event.type === 'SubtensorModule' && inner.type === name ? [inner.value] : [];
  });
}
