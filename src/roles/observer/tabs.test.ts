import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { TabMessage } from './tabs.ts';
import { joinTabs } from './tabs.ts';

type Grant = (lock: object | null) => Promise<void> | undefined;
interface LockOptions {
  readonly ifAvailable?: boolean;
  readonly signal?: AbortSignal;
}

/** Web Locks of one name, as far as tabs use them: one holder, others wait in line. */
class FakeLocks {
  #held: Promise<void> | undefined;

  request = async (_name: string, optionsOrGrant: LockOptions, grant: Grant): Promise<void> => {
    if (this.#held && optionsOrGrant.ifAvailable) {
      await grant(null);
      return;
    }
    while (this.#held) await this.#held;
    optionsOrGrant.signal?.throwIfAborted();
    this.#held = Promise.resolve(grant({})).then(() => {
      this.#held = undefined;
    });
    await this.#held;
  };
}

const handlers = () => ({ onLead: vi.fn(), onFollow: vi.fn(), onMessage: vi.fn<(message: TabMessage) => void>() });
const settle = () => new Promise((resolve) => setTimeout(resolve, 20));

describe('tabs', () => {
  beforeEach(() => vi.stubGlobal('navigator', { locks: new FakeLocks() }));
  afterEach(() => vi.unstubAllGlobals());

  it('let the first lead, the second follow, and the second lead when the first closes', async () => {
    const [first, second] = [handlers(), handlers()];
    const one = joinTabs('test', first);
    await settle();
    const two = joinTabs('test', second);
    await settle();
    expect(first.onLead).toHaveBeenCalledOnce();
    expect(second.onFollow).toHaveBeenCalledOnce();
    expect(second.onLead).not.toHaveBeenCalled();
    one.close();
    await settle();
    expect(second.onLead).toHaveBeenCalledOnce();
    two.close();
  });

  it('carry what the leader says to the followers, and nothing after closing', async () => {
    const [first, second] = [handlers(), handlers()];
    const [one, two] = [joinTabs('test', first), joinTabs('test', second)];
    one.post({ type: 'watch', netuid: 3 });
    await settle();
    expect(second.onMessage.mock.calls).toEqual([[{ type: 'watch', netuid: 3 }]]);
    expect(first.onMessage).not.toHaveBeenCalled();
    one.close();
    one.post({ type: 'hello' });
    await settle();
    expect(second.onMessage).toHaveBeenCalledOnce();
    two.close();
  });

  it('never lets a tab lead that closed while it waited', async () => {
    const [first, second] = [handlers(), handlers()];
    const one = joinTabs('test', first);
    await settle();
    const two = joinTabs('test', second);
    await settle();
    two.close();
    one.close();
    await settle();
    expect(second.onLead).not.toHaveBeenCalled();
  });

  it('lead each for itself where locks are missing or refused', async () => {
    const refused = handlers();
    vi.stubGlobal('navigator', { locks: { request: () => Promise.reject(new Error('not here')) } });
    joinTabs('test', refused).close();
    const kept = joinTabs('test', refused);
    await settle();
    expect(refused.onLead).toHaveBeenCalledOnce();
    kept.close();

    const missing = handlers();
    vi.stubGlobal('navigator', {});
    joinTabs('test', missing);
    expect(missing.onLead).toHaveBeenCalledOnce();
  });
});
