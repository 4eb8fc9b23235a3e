import { describe, expect, it } from 'vitest';
import type { Bytes } from '../chain/bytes.ts';
import { toHex } from '../chain/bytes.ts';
import { read, readNamed } from '../chain/economy/index.ts';
import { decode, encode } from '../chain/scale/index.ts';
import { finneyVersion, metadata, metadataV14, storage } from '../chain/schema/index.ts';
import { LightError } from './errors.ts';
import { readPlanAt } from './readers/index.ts';
import { guardOf, openRuntimeGuard } from './runtime-guard.ts';
import { FakeClock, settle } from './testing/fake-clock.ts';
import { blockRef, FakeEngine, FakeState } from './testing/fake-state.ts';
import type { BlockRef, ChainEngine, EngineKind, EngineStatus } from './types.ts';

const { System, SubtensorModule } = storage;
const NETUID = 1;

/** A state in which the runtime of this version has run. */
const stateOf = (spec_version: number, kappa?: Bytes): FakeState => {
  const state = new FakeState()
    .put(System.LastRuntimeUpgrade, { spec_version, spec_name: 'node-subtensor' })
    .put(SubtensorModule.Tempo, NETUID, 99)
    .put(SubtensorModule.Kappa, NETUID, 7);
  return kappa ? state.putBytes(SubtensorModule.Kappa, kappa, NETUID) : state;
};

/** Metadata of a runtime in which Kappa is a u32, unless it is not. */
function metadataOf(version: number, isKappaWider = true): string {
  const changed = decode(metadataV14, metadata({ version: { ...finneyVersion(), spec_version: version } }));
  const u32 = changed.types.findIndex(({ definition }) => definition.type === 'Primitive' && definition.value[0] === 5);
  const entries = changed.pallets.find(({ name }) => name === 'SubtensorModule')!.storage!.entries;
  const kappa = entries.find(({ name }) => name === 'Kappa')!;
  const widened = { ...kappa, type: { type: 'Map', value: { ...(kappa.type.value as object), value: u32 } } };
  const at = entries.indexOf(kappa);
  if (isKappaWider) (entries as (typeof kappa)[])[at] = widened as typeof kappa;
  return toHex(encode(metadataV14, changed));
}

const NEVER = (): Promise<unknown> => Promise.reject(new LightError('light/unsupported', 'no server speaks JSON-RPC'));

/** An engine over states, whose head moves when told to. */
class UpgradingEngine extends FakeEngine {
  readonly kind: EngineKind;
  readonly requests: string[] = [];
  answer: () => Promise<unknown>;
  status: EngineStatus = { specVersion: undefined, finalized: undefined } as unknown as EngineStatus;
  readonly #listeners = new Set<(status: EngineStatus) => void>();

  constructor(states: readonly (readonly [BlockRef, FakeState])[], answer = NEVER, kind: EngineKind = 'smoldot') {
    super(states);
    this.kind = kind;
    this.answer = answer;
  }
  subscribe(listener: (status: EngineStatus) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
  request(method: string): Promise<unknown> {
    this.requests.push(method);
    return this.answer();
  }
  async follow(finalized: BlockRef, specVersion?: number): Promise<void> {
    this.status = { ...this.status, finalized, specVersion };
    for (const listener of this.#listeners) listener(this.status);
    await settle();
  }
}

const OLD = blockRef(10);
const NEW = blockRef(11);
const kappaPlan = () => readNamed({ kappa: read(SubtensorModule.Kappa, NETUID) });
const tempoPlan = () => readNamed({ tempo: read(SubtensorModule.Tempo, NETUID) });
const codeOf = (promise: Promise<unknown>) =>
  promise.then(
    () => 'read',
    (error: LightError) => error.code,
  );

function world(options: { answer?: () => Promise<unknown>; kind?: EngineKind; kappa?: Bytes } = {}) {
  const fake = new UpgradingEngine(
    [
      [OLD, stateOf(424)],
      [NEW, stateOf(425, options.kappa)],
    ],
    options.answer,
    options.kind,
  );
  const clock = new FakeClock();
  const engine: ChainEngine = fake.engine;
  return { fake, clock, engine, guard: openRuntimeGuard(engine, clock) };
}

describe('a chain whose runtime we declare', () => {
  it('is read as always, with one key more in the first read of a block and no question for metadata', async () => {
    const { fake, engine } = world();
    expect(await readPlanAt(engine, kappaPlan(), OLD.hash)).toEqual({ kappa: 7 });
    expect(await readPlanAt(engine, kappaPlan(), OLD.hash)).toEqual({ kappa: 7 });
    expect(fake.rounds).toEqual([2, 1]);
    expect(fake.requests).toEqual([]);
  });

  it('says nothing about itself but its version', async () => {
    const { fake, guard } = world();
    await fake.follow(OLD);
    expect(guard.status).toEqual({ specVersion: 424, basis: 'declared', report: undefined, detail: '' });
    expect(() => guard.assertReadable(SubtensorModule.Kappa)).not.toThrow();
  });

  it('is asked for its version once in a while, and not at all where the engine tells it', async () => {
    const { fake, clock } = world();
    for (let i = 0; i < 5; i++) await fake.follow(OLD);
    expect(fake.rounds).toEqual([1]);
    const telling = world();
    await telling.fake.follow(OLD, 424);
    await clock.advance(60_000);
    await telling.fake.follow(OLD, 424);
    expect(telling.guard.specVersion).toBe(424);
    expect(telling.fake.rounds).toEqual([]);
  });
});

describe('a runtime that changes in mid-session', () => {
  const answer = async () => metadataOf(425);

  it('is noticed at the head, and what no longer fits is refused with its name and both versions', async () => {
    const { fake, clock, engine, guard } = world({ answer });
    await fake.follow(OLD);
    const told: (number | undefined)[] = [];
    guard.subscribe(({ specVersion }) => told.push(specVersion));
    await clock.advance(10_000);
    await fake.follow(NEW);
    expect(told).toEqual([425]);
    expect(guard.status).toMatchObject({ basis: 'proved', report: { fits: false } });
    expect(guard.status.detail).toMatch(/runs runtime 425; this page was made for 424/);
    const refused = await readPlanAt(engine, kappaPlan(), NEW.hash).catch((error: LightError) => error);
    expect(refused).toMatchObject({
      code: 'light/schema-changed',
      data: { specVersion: 425, items: ['SubtensorModule.Kappa'] },
    });
    expect((refused as LightError).message).toBe(
      'The runtime changed to 425: SubtensorModule.Kappa is not what it was (value: u16, now value: u32); this page must be updated to read it.',
    );
    expect(() => guard.assertReadable(SubtensorModule.Kappa)).toThrow(LightError);
  });

  it('is noticed by a read before the head was looked at, and blocks before the change stay readable', async () => {
    const { engine } = world({ answer });
    expect(await codeOf(readPlanAt(engine, kappaPlan(), NEW.hash))).toBe('light/schema-changed');
    expect(await readPlanAt(engine, kappaPlan(), OLD.hash)).toEqual({ kappa: 7 });
    expect(await readPlanAt(engine, tempoPlan(), NEW.hash)).toEqual({ tempo: 99 });
  });

  it('asks for metadata once, however many reads wait for it', async () => {
    const { fake, engine } = world({ answer });
    await Promise.all([1, 2, 3].map(() => codeOf(readPlanAt(engine, kappaPlan(), NEW.hash))));
    expect(fake.requests).toEqual(['state_getMetadata']);
  });

  it('that changed nothing of ours is read on', async () => {
    const { fake, engine, guard } = world({ answer: async () => metadataOf(425, false) });
    await fake.follow(NEW);
    expect(guard.status).toMatchObject({ specVersion: 425, basis: 'proved', report: { fits: true } });
    expect(await readPlanAt(engine, kappaPlan(), NEW.hash)).toEqual({ kappa: 7 });
  });
});

describe('metadata that is only a claim', () => {
  it('refuses like a proof, but is asked for again later', async () => {
    const { fake, clock, engine, guard } = world({ answer: async () => metadataOf(425), kind: 'proof' });
    await fake.follow(NEW, 425);
    expect(guard.status.basis).toBe('claimed');
    expect(await codeOf(readPlanAt(engine, kappaPlan(), NEW.hash))).toBe('light/schema-changed');
    fake.answer = async () => metadataOf(425, false);
    await clock.advance(60_000);
    await fake.follow(NEW, 425);
    expect(guard.status.report?.fits).toBe(true);
    expect(await readPlanAt(engine, kappaPlan(), NEW.hash)).toEqual({ kappa: 7 });
  });

  it('says nothing if it is of another runtime, no metadata, or too much of it', async () => {
    for (const answer of [
      async () => metadataOf(426),
      async () => 'junk',
      async () => ({ huge: true }),
      async () => `0x${'00'.repeat(100)}`,
      async () => `0x${'00'.repeat((4 << 20) + 1)}`,
    ]) {
      const { fake, guard } = world({ answer, kind: 'proof' });
      await fake.follow(NEW, 425);
      expect(guard.status).toMatchObject({ specVersion: 425, basis: 'unknown', report: undefined });
    }
  });

  it('is waited for once: reads go on by the last word while it is asked for again', async () => {
    const { fake, clock, engine } = world({ answer: () => new Promise(() => undefined), kind: 'proof' });
    const first = codeOf(readPlanAt(engine, kappaPlan(), NEW.hash));
    await clock.advance(20_000);
    expect(await first).toBe('read');
    await clock.advance(60_000);
    expect(await codeOf(readPlanAt(engine, kappaPlan(), NEW.hash))).toBe('read');
    expect(fake.requests).toHaveLength(2);
  });

  it('is not waited for without end', async () => {
    const { clock, engine } = world({ answer: () => new Promise(() => undefined), kind: 'proof' });
    const outcome = codeOf(readPlanAt(engine, kappaPlan(), NEW.hash));
    await clock.advance(20_000);
    expect(await outcome).toBe('read');
  });
});

describe('an unknown runtime without metadata', () => {
  it('is read as long as values decode to their last byte', async () => {
    const { fake, engine, guard } = world();
    await fake.follow(NEW);
    expect(await readPlanAt(engine, kappaPlan(), NEW.hash)).toEqual({ kappa: 7 });
    expect(guard.status.detail).toMatch(/Only values that decode to their last byte/);
  });

  it('is not blamed on the state where a value has bytes left over', async () => {
    const { engine } = world({ kappa: Uint8Array.of(7, 0, 0, 0) });
    const error = await readPlanAt(engine, kappaPlan(), NEW.hash).catch((reason: LightError) => reason);
    expect(error).toMatchObject({ code: 'light/schema-changed', data: { items: ['SubtensorModule.Kappa'] } });
  });
});

describe('a guard', () => {
  it('guards nothing any more once it is closed', async () => {
    const { fake, engine, guard } = world({ answer: async () => metadataOf(425) });
    expect(guardOf(engine)).toBe(guard);
    guard.close();
    guard.close();
    expect(guardOf(engine)).toBeUndefined();
    expect(await readPlanAt(engine, kappaPlan(), NEW.hash)).toEqual({ kappa: 7 });
    await fake.follow(NEW);
    expect(guard.specVersion).toBeUndefined();
  });

  it('refuses a version that cannot be read, and lets a chain be read that keeps none', async () => {
    const broken = stateOf(424).putBytes(System.LastRuntimeUpgrade, Uint8Array.of(1, 2, 3));
    const silent = stateOf(424).remove(System.LastRuntimeUpgrade);
    const fake = new UpgradingEngine([
      [OLD, broken],
      [NEW, silent],
    ]);
    openRuntimeGuard(fake.engine, new FakeClock());
    expect(await codeOf(readPlanAt(fake.engine, kappaPlan(), OLD.hash))).toBe('light/unexpected-state');
    expect(await readPlanAt(fake.engine, kappaPlan(), NEW.hash)).toEqual({ kappa: 7 });
  });
});
