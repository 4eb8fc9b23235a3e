import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Bytes } from '../../../src/chain/bytes.ts';
import type { AnyPallet, InnerCall } from '../../../src/chain/schema/index.ts';
import { pallets, storage } from '../../../src/chain/schema/index.ts';
import { freeBalance } from '../balances.ts';
import type { BlockExecution } from '../block-execution.ts';
import {
  account,
  addNetwork,
  endow,
  eventNames,
  nextBlock,
  run,
  storedEvents,
  TAO,
  testBlock,
} from '../execution.fixture.ts';
import { callHash } from '../utility/index.ts';
import { announcementDeposit, proxyDeposit } from './deposits.ts';
import type { ProxyType } from './index.ts';
import { feePayer, forgetCallResults, isSuperset, PROXY_FILTERS, PROXY_TYPE_INDEX, proxyAllows } from './index.ts';
import { pureAccount } from './pure.ts';

const { Proxy: proxies, Sudo, System, SubtensorModule: subtensor } = storage;
const [alice, bob, carol] = [account('alice'), account('bob'), account('carol')];
const id = (who: Bytes) => ({ type: 'Id', value: [who] });
const typed = (type: ProxyType) => ({ type, value: undefined });
const call = (pallet: string, type: string, value?: object): InnerCall => ({ type: pallet, value: [{ type, value }] });
const proxy = (type: string, value?: object) => call('Proxy', type, value);
const add = (delegate: Bytes, type: ProxyType, delay = 0) =>
  proxy('add_proxy', { delegate: id(delegate), proxy_type: typed(type), delay });
const remove = (delegate: Bytes, type: ProxyType, delay = 0) =>
  proxy('remove_proxy', { delegate: id(delegate), proxy_type: typed(type), delay });
/** `inner` in the name of `real`. */
const as = (real: Bytes, inner: InnerCall, forced?: ProxyType) =>
  proxy('proxy', { real: id(real), force_proxy_type: forced && typed(forced), call: inner });
const pay = (value: bigint) => call('Balances', 'transfer_keep_alive', { dest: id(carol), value });
const remark = call('System', 'remark', { remark: new Uint8Array() });
const batch = (...calls: InnerCall[]) => call('Utility', 'batch', { calls });

let block: BlockExecution;
beforeEach(() => {
  block = testBlock();
  for (const who of [alice, bob]) endow(block, who, 10n * TAO);
});
const reserved = (who: Bytes) => block.state.get(System.Account, who).data.reserved;
/** How the last proxied call ended. */
const result = (of = block) => {
  const last = of.events.findLast(({ event }) => event.type === 'Proxy' && event.value[0].type === 'ProxyExecuted');
  return (last!.event.value[0].value as { readonly result: { readonly type: string } }).result.type;
};

afterEach(() => expect(storedEvents(block)).toEqual(block.events));

describe('deposits', () => {
  it('grow with each proxy and come back to the rao', () => {
    expect(run(block, alice, add(bob, 'Any'))).toBe('ok');
    expect(reserved(alice)).toBe(93_000_000n);
    expect(run(block, alice, add(carol, 'Staking', 5))).toBe('ok');
    expect(reserved(alice)).toBe(126_000_000n);
    expect(run(block, alice, remove(bob, 'Any'))).toBe('ok');
    expect(reserved(alice)).toBe(93_000_000n);
    expect(run(block, alice, remove(carol, 'Staking', 5))).toBe('ok');
    expect([reserved(alice), freeBalance(block.state, alice)]).toEqual([0n, 10n * TAO]);
    expect(block.state.has(proxies.Proxies, alice)).toBe(false);
  });

  it('come back when all proxies go at once, with the wishes about fees', () => {
    run(block, alice, add(bob, 'Any'));
    run(block, alice, proxy('set_real_pays_fee', { delegate: id(bob), pays_fee: true }));
    expect(block.state.has(proxies.RealPaysFee, alice, bob)).toBe(true);
    expect(run(block, alice, proxy('remove_proxies'))).toBe('ok');
    expect(freeBalance(block.state, alice)).toBe(10n * TAO);
    expect(block.state.has(proxies.RealPaysFee, alice, bob)).toBe(false);
  });

  it('are always what the lists cost, in whatever order they change', () => {
    const step = fc.record({
      delegate: fc.constantFrom('bob', 'carol', 'dave').map(account),
      type: fc.constantFrom<ProxyType[]>('Any', 'Staking', 'Transfer'),
      kind: fc.constantFrom('add', 'remove', 'remove all', 'announce', 'withdraw'),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
        const at = nextBlock(block);
        run(at, bob, add(alice, 'Any', 5));
        for (const { delegate, type, kind } of steps) {
          if (kind === 'add') run(at, alice, add(delegate, type));
          if (kind === 'remove') run(at, alice, remove(delegate, type));
          if (kind === 'remove all') run(at, alice, proxy('remove_proxies'));
          if (kind === 'announce') run(at, alice, proxy('announce', { real: id(bob), call_hash: alice }));
          if (kind === 'withdraw') run(at, alice, proxy('remove_announcement', { real: id(bob), call_hash: alice }));
          const [list, forList] = at.state.get(proxies.Proxies, alice);
          const [pending, forPending] = at.state.get(proxies.Announcements, alice);
          expect(forList).toBe(proxyDeposit(list.length));
          expect(forPending).toBe(announcementDeposit(pending.length));
          const { free, reserved: held } = at.state.get(System.Account, alice).data;
          expect([held, free + held]).toEqual([forList + forPending, 10n * TAO]);
        }
      }),
      { seed: 7, numRuns: 60 },
    );
  });

  it('must be there', () => {
    endow(block, carol, 93_000_499n);
    expect(run(block, carol, add(bob, 'Any'))).toBe('Balances.InsufficientBalance');
    endow(block, carol, 1n);
    expect(run(block, carol, add(bob, 'Any'))).toBe('ok');
  });

  it('have nothing to be adjusted for', () => {
    run(block, alice, add(bob, 'Any'));
    expect(run(block, alice, proxy('poke_deposit'))).toBe('ok');
    expect(eventNames(block)).not.toContain('Proxy.DepositPoked');
    block.state.put(proxies.Proxies, alice, [block.state.get(proxies.Proxies, alice)[0], 1n]);
    expect(run(block, alice, proxy('poke_deposit'))).toBe('ok');
    expect(eventNames(block)).toContain('Proxy.DepositPoked');
    expect(block.state.get(proxies.Proxies, alice)[1]).toBe(93_000_000n);
  });
});

describe('the list of proxies', () => {
  it('is sorted, without doubles, and no longer than 20', () => {
    const names = Array.from({ length: 20 }, (_, i) => account(`delegate ${i}`));
    for (const delegate of names) expect(run(block, alice, add(delegate, 'Any'))).toBe('ok');
    expect(run(block, alice, add(names[3]!, 'Any'))).toBe('Proxy.Duplicate');
    expect(run(block, alice, add(names[3]!, 'Staking'))).toBe('Proxy.TooMany');
    const [list] = block.state.get(proxies.Proxies, alice);
    expect(list.map(({ delegate }) => delegate)).toEqual([...names].sort(Buffer.compare));
  });

  it('holds neither oneself nor what was never added', () => {
    expect(run(block, alice, add(alice, 'Any'))).toBe('Proxy.NoSelfProxy');
    run(block, alice, add(bob, 'Any'));
    expect(run(block, alice, remove(bob, 'Any', 1))).toBe('Proxy.NotFound');
    expect(run(block, alice, remove(bob, 'Staking'))).toBe('Proxy.NotFound');
    expect(run(block, bob, proxy('set_real_pays_fee', { delegate: id(alice), pays_fee: true }))).toBe('Proxy.NotProxy');
  });
});

describe('a proxied call', () => {
  it('is made in the name of the account, and its end is an event and a result', () => {
    run(block, alice, add(bob, 'Any'));
    expect(run(block, bob, as(alice, pay(TAO)))).toBe('ok');
    expect(freeBalance(block.state, carol)).toBe(TAO);
    expect(block.state.get(proxies.LastCallResult, alice)).toEqual({ type: 'Ok', value: [[]] });
    expect(run(block, bob, as(alice, pay(100n * TAO)))).toBe('ok');
    expect(block.state.get(proxies.LastCallResult, alice)).toMatchObject({ type: 'Err', value: [{ type: 'Token' }] });
    forgetCallResults(block);
    expect(block.state.has(proxies.LastCallResult, alice)).toBe(false);
  });

  it('needs a permission, of the type that is asked for', () => {
    expect(run(block, bob, as(alice, remark))).toBe('Proxy.NotProxy');
    run(block, alice, add(bob, 'Staking'));
    expect(run(block, bob, as(alice, remark, 'Any'))).toBe('Proxy.NotProxy');
    expect(run(block, alice, as(bob, remark))).toBe('Proxy.NotProxy');
  });

  it('is filtered by type, also inside batches and derivatives', () => {
    run(block, alice, add(bob, 'NonTransfer'));
    for (const inner of [
      pay(TAO),
      call('Utility', 'batch_all', { calls: [pay(TAO)] }),
      call('Utility', 'as_derivative', { index: 0, call: pay(TAO) }),
      call('Utility', 'if_else', { main: pay(TAO), fallback: pay(TAO) }),
    ]) {
      run(block, bob, as(alice, inner));
      expect(result()).toBe('Err');
    }
    run(block, bob, as(alice, batch(remark, pay(TAO))));
    expect(block.events.at(-2)!.event.value[0]).toMatchObject({ type: 'BatchInterrupted', value: { index: 1 } });
    expect(freeBalance(block.state, carol)).toBe(0n);
    run(block, bob, as(alice, remark));
    expect(result()).toBe('Ok');
  });

  it('of sudo is for types that allow it, and root is then free', () => {
    block.state.put(Sudo.Key, alice);
    const grant = call('Balances', 'force_set_balance', { who: id(carol), new_free: TAO });
    const sudo = call('Sudo', 'sudo', { call: grant });
    run(block, alice, add(bob, 'NonCritical'));
    run(block, bob, as(alice, sudo));
    expect(result()).toBe('Err');
    run(block, alice, add(bob, 'NonTransfer'));
    run(block, bob, as(alice, sudo, 'NonTransfer'));
    expect(result()).toBe('Ok');
    expect(freeBalance(block.state, carol)).toBe(TAO);
  });

  it('of another proxy has only that one’s limits', () => {
    run(block, alice, add(bob, 'Any'));
    endow(block, carol, TAO);
    run(block, carol, add(alice, 'Any'));
    run(block, bob, as(alice, as(carol, call('Balances', 'burn', { value: 5n, keep_alive: true }))));
    expect(block.state.get(proxies.LastCallResult, carol)).toEqual({ type: 'Ok', value: [[]] });
  });

  it('can neither gain nor spread more power than the proxy has', () => {
    run(block, alice, add(bob, 'NonTransfer'));
    const ends = [
      add(carol, 'Any'),
      add(carol, 'Transfer'),
      remove(bob, 'Any'),
      proxy('remove_proxies'),
      add(carol, 'Staking'),
    ].map((inner) => {
      run(block, bob, as(alice, inner));
      return result();
    });
    expect(ends).toEqual(['Err', 'Err', 'Err', 'Err', 'Ok']);
  });

  it('of an owner changes parameters, but not the owner hotkey', () => {
    addNetwork(block, 3, { owner: alice });
    run(block, alice, add(bob, 'Owner'));
    run(block, bob, as(alice, call('AdminUtils', 'sudo_set_rho', { netuid: 3, rho: 77 })));
    expect([result(), block.state.get(subtensor.Rho, 3)]).toEqual(['Ok', 77]);
    for (const name of ['sudo_set_sn_owner_hotkey', 'sudo_set_subnet_owner_hotkey']) {
      run(block, bob, as(alice, call('AdminUtils', name, { netuid: 3, hotkey: bob })));
      expect(result()).toBe('Err');
    }
  });
});

describe('a delayed proxy', () => {
  const hash = callHash(pay(TAO));
  const announce = proxy('announce', { real: id(alice), call_hash: hash });
  const announced = proxy('proxy_announced', {
    delegate: id(bob),
    real: id(alice),
    force_proxy_type: undefined,
    call: pay(TAO),
  });
  beforeEach(() => {
    run(block, alice, add(bob, 'Any', 10));
  });

  it('announces, waits, and acts once', () => {
    expect(run(block, bob, as(alice, pay(TAO)))).toBe('Proxy.Unannounced');
    expect(run(block, bob, announce)).toBe('ok');
    expect(reserved(bob)).toBe(104_000_000n);
    expect(run(nextBlock(block, 109), carol, announced)).toBe('Proxy.Unannounced');
    const ripe = nextBlock(block, 110);
    expect(run(ripe, carol, announced)).toBe('ok');
    expect(result(ripe)).toBe('Ok');
    expect(ripe.state.get(System.Account, bob).data).toMatchObject({ reserved: 0n, free: 10n * TAO });
    expect(run(ripe, carol, announced)).toBe('Proxy.Unannounced');
  });

  it('can be stopped by the account, and by itself', () => {
    run(block, bob, announce);
    expect(run(block, carol, proxy('reject_announcement', { delegate: id(bob), call_hash: hash }))).toBe(
      'Proxy.NotFound',
    );
    expect(run(block, alice, proxy('reject_announcement', { delegate: id(bob), call_hash: hash }))).toBe('ok');
    expect(reserved(bob)).toBe(0n);
    run(block, bob, announce);
    const withdrawn = proxy('remove_announcement', { real: id(alice), call_hash: hash });
    expect([run(block, bob, withdrawn), run(block, bob, withdrawn)]).toEqual(['ok', 'Proxy.NotFound']);
    expect(block.state.has(proxies.Announcements, bob)).toBe(false);
  });

  it('announces only for those whose proxy it is, and not without end', () => {
    expect(run(block, bob, proxy('announce', { real: id(carol), call_hash: hash }))).toBe('Proxy.NotProxy');
    for (let i = 0; i < 75; i++) expect(run(block, bob, announce)).toBe('ok');
    expect(run(block, bob, announce)).toBe('Proxy.TooMany');
  });
});

describe('a pure account', () => {
  const create = proxy('create_pure', { proxy_type: typed('Any'), delay: 0, index: 7 });
  const birth = { spawner: alice, type: typed('Any'), index: 7, height: 100, extrinsic: 1 } as const;
  const kill = (extrinsic: number) =>
    proxy('kill_pure', {
      spawner: id(alice),
      proxy_type: typed('Any'),
      index: 7,
      height: 100,
      ext_index: extrinsic,
    });

  it('is made by a deposit, acts through its spawner, and gives the deposit back when it goes', () => {
    expect(run(block, alice, create)).toBe('ok');
    const pure = pureAccount(birth);
    expect(reserved(alice)).toBe(93_000_000n);
    expect(run(block, alice, create)).toBe('Proxy.Duplicate');
    endow(block, pure, 2n * TAO);
    run(block, alice, as(pure, pay(TAO)));
    expect(freeBalance(block.state, carol)).toBe(TAO);
    run(block, alice, as(pure, kill(2)));
    expect(result()).toBe('Err');
    run(block, alice, as(pure, kill(1)));
    expect(result()).toBe('Ok');
    expect([reserved(alice), freeBalance(block.state, alice)]).toEqual([0n, 10n * TAO]);
    expect(run(block, alice, as(pure, remark))).toBe('Proxy.NotProxy');
  });

  it('is only what it says it is', () => {
    run(block, alice, create);
    expect(run(block, alice, kill(1))).toBe('Proxy.NoPermission');
  });
});

describe('the fee', () => {
  const agree = (real: Bytes, delegate: Bytes) => {
    run(block, real, add(delegate, 'Any'));
    expect(run(block, real, proxy('set_real_pays_fee', { delegate: id(delegate), pays_fee: true }))).toBe('ok');
  };

  it('is the signer’s, unless the account that it acts for has said otherwise', () => {
    run(block, alice, add(bob, 'Any'));
    expect(feePayer(block.state, bob, as(alice, remark))).toBe(bob);
    expect(feePayer(block.state, bob, remark)).toBe(bob);
    agree(bob, carol);
    expect(feePayer(block.state, carol, as(bob, remark))).toEqual(bob);
    run(block, bob, proxy('set_real_pays_fee', { delegate: id(carol), pays_fee: false }));
    expect(feePayer(block.state, carol, as(bob, remark))).toBe(carol);
  });

  it('goes one account further, also over a batch for one and the same', () => {
    const dave = account('dave');
    endow(block, dave, 10n * TAO);
    agree(bob, carol);
    agree(alice, bob);
    expect(feePayer(block.state, carol, as(bob, as(alice, remark)))).toEqual(alice);
    expect(feePayer(block.state, carol, as(bob, batch(as(alice, remark), as(alice, pay(1n)))))).toEqual(alice);
    agree(dave, bob);
    for (const mixed of [batch(as(alice, remark), as(dave, remark)), batch(as(alice, remark), remark), batch()]) {
      expect(feePayer(block.state, carol, as(bob, mixed))).toEqual(bob);
    }
    expect(feePayer(block.state, carol, as(alice, remark))).toBe(carol);
  });
});

describe('the filters', () => {
  const callsOf = (pallet: string) => {
    const shape = (pallets as readonly AnyPallet[]).find(({ name }) => name === pallet)?.calls?.shape();
    return shape?.kind === 'variant' ? shape.variants : [];
  };

  it('name each type once, and only calls and arguments that exist', () => {
    expect(PROXY_FILTERS.map(({ proxyType }) => proxyType).sort()).toEqual(Object.keys(PROXY_TYPE_INDEX).sort());
    for (const rule of PROXY_FILTERS.flatMap(({ calls, exceptions }) => [...calls, ...exceptions])) {
      const found = callsOf(rule.pallet).filter(({ name }) => rule.call === undefined || rule.call === name);
      expect(found, `${rule.pallet}.${rule.call}`).not.toHaveLength(0);
      if (rule.condition) expect(found[0]!.fields.map(({ name }) => name)).toContain(rule.condition.param);
    }
  });

  const subtensorCall = (name: string, value: object = {}) => call('SubtensorModule', name, value);
  it.each([
    ['Any', subtensorCall('swap_coldkey_announced'), true],
    ['Owner', call('AdminUtils', 'sudo_set_kappa'), true],
    ['Owner', subtensorCall('set_tempo'), false],
    ['NonCritical', pay(TAO), true],
    ['NonCritical', subtensorCall('dissolve_network'), false],
    ['NonTransfer', subtensorCall('transfer_stake'), false],
    ['NonTransfer', subtensorCall('add_stake'), true],
    ['NonTransfer', subtensorCall('announce_coldkey_swap'), false],
    ['NonFungible', subtensorCall('add_stake'), false],
    ['NonFungible', subtensorCall('set_weights'), true],
    ['NonFungible', subtensorCall('swap_hotkey_v2'), false],
    ['Staking', subtensorCall('add_stake_limit'), true],
    ['Staking', subtensorCall('set_root_claim_type'), true],
    ['Staking', subtensorCall('transfer_stake'), false],
    ['Staking', subtensorCall('lock_stake'), false],
    ['Registration', subtensorCall('register_limit'), true],
    ['Registration', subtensorCall('root_register'), false],
    ['Transfer', pay(TAO), true],
    ['SmallTransfer', pay(499_999_999n), true],
    ['SmallTransfer', pay(500_000_000n), false],
    ['SmallTransfer', call('Balances', 'transfer_all', { dest: id(bob), keep_alive: true }), false],
    ['SmallTransfer', subtensorCall('transfer_stake', { alpha_amount: 1n }), true],
    ['ChildKeys', subtensorCall('set_children'), true],
    ['SwapHotkey', subtensorCall('swap_hotkey_v2'), true],
    ['RootClaim', subtensorCall('claim_root'), true],
    ['SubnetLeaseBeneficiary', subtensorCall('start_call'), true],
    ['SubnetLeaseBeneficiary', subtensorCall('terminate_lease'), false],
    ['SudoUncheckedSetCode', call('Sudo', 'sudo_unchecked_weight', { call: call('System', 'set_code') }), true],
    ['SudoUncheckedSetCode', call('Sudo', 'sudo_unchecked_weight', { call: remark }), false],
    ['Senate', remark, false],
    ['Triumvirate', remark, false],
    ['Governance', remark, false],
    ['RootWeights', remark, false],
  ] as const)('of %s for %o: %s', (type, inner, allowed) => {
    expect(proxyAllows(type, inner)).toBe(allowed);
  });

  it('are no more than those of a superset, where lists can tell', () => {
    expect(isSuperset('Any', 'Transfer')).toBe(true);
    expect(isSuperset('NonTransfer', 'SmallTransfer')).toBe(false);
    expect(isSuperset('NonTransfer', 'Any')).toBe(false);
    expect(isSuperset('Transfer', 'SmallTransfer')).toBe(true);
    expect(isSuperset('Staking', 'Registration')).toBe(false);
  });
});
