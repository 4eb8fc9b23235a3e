/**
 * A stand-in for the observer that obeys its contract: replays the present to each subscriber, then tells what changes,
 * never calls anybody after `close()`. It follows a made-up chain, in the way its scenario says.
 *
 * For component tests, end-to-end tests and the development server; never part of a build.
 */
import type { EngineKind, EngineStatus } from '../../light/types.ts';
import type { BlockInWords, ComputeStatus, EngineSetting, Observer, ObserverEvent } from '../../roles/index.ts';
import {
  FAKE_GENESIS,
  FAKE_NETUIDS,
  FAKE_START_BLOCK,
  fakeAudit,
  fakeBlock,
  fakeEpoch,
  fakeHyperparameters,
  fakeMetagraph,
  fakeSubnets,
} from './fake-chain.ts';
import type { Scenario } from './scenarios.ts';
import { findScenario } from './scenarios.ts';

/** Finality comes so many blocks behind the best block. */
const FINALITY_LAG_BLOCKS = 2;
const VIEW_REFRESH_BLOCKS = 5;
const DECODE_MS = 700;

const AUDIT_FAILURE = {
  code: 'audit/state-pruned',
  reason: 'The state before this epoch is no longer served by nodes, so it cannot be checked.',
  next: 'The next epoch is audited when it ends.',
};

export function openFakeObserver(scenarioName: string, chain: { id: string; blockTimeMs: number }): Observer {
  return new FakeObserver(findScenario(scenarioName), chain.id, chain.blockTimeMs);
}

class FakeObserver implements Observer {
  readonly #scenario: Scenario;
  readonly #chainId: string;
  readonly #listeners = new Set<(event: ObserverEvent) => void>();
  readonly #present = new Map<string, ObserverEvent>();
  readonly #watched = new Map<number, number>();
  readonly #timers = new Set<ReturnType<typeof setInterval>>();
  #kind: EngineKind = 'smoldot';
  #stage = 0;
  #best = FAKE_START_BLOCK;
  #finalizedAtMs = Date.now();

  constructor(scenario: Scenario, chainId: string, blockTimeMs: number) {
    this.#scenario = scenario;
    this.#chainId = chainId;
    this.#send({ type: 'tab', role: scenario.tab });
    this.#send({ type: 'storage', status: storageOf(scenario) });
    this.#send({ type: 'compute', status: computeOf(scenario) });
    if (scenario.kept) this.#replayKept(scenario.kept);
    this.#sendEngine();
    if (scenario.chainFailure) this.#send({ type: 'failure', netuid: undefined, failure: scenario.chainFailure });
    this.#every(blockTimeMs, () => this.#nextBlock());
    if (scenario.stageMs > 0) this.#every(scenario.stageMs, () => this.#nextStage());
    if (this.#isFollowing) this.#tellAll();
  }

  subscribe(listener: (event: ObserverEvent) => void): () => void {
    for (const event of this.#present.values()) listener(event);
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  watchSubnet(netuid: number): () => void {
    this.#watched.set(netuid, (this.#watched.get(netuid) ?? 0) + 1);
    // Not at once: a real reading takes a moment, and nobody is called from within a command.
    const timer = setTimeout(() => this.#isFollowing && this.#tellSubnet(netuid), 120);
    this.#timers.add(timer);
    return () => this.#watched.set(netuid, (this.#watched.get(netuid) ?? 1) - 1);
  }

  restart(kind: EngineKind): void {
    this.#kind = kind;
    this.#stage = 0;
    this.#sendEngine();
  }

  chooseEngine(setting: EngineSetting): void {
    this.#send({ type: 'compute', status: { ...computeOf(this.#scenario), setting } });
  }

  async readLatestBlock(): Promise<BlockInWords> {
    await new Promise((resolve) => setTimeout(resolve, DECODE_MS));
    if (this.#scenario.decode === 'never') await new Promise(() => {});
    if (this.#scenario.decode === 'fails') throw new Error('The chunk with polkadot-js could not be loaded.');
    const signer = '5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY';
    const call = (index: number, section: string, method: string, by: string | undefined, success = true) => ({
      index,
      section,
      method,
      signer: by,
      success,
    });
    return {
      at: fakeBlock(this.#best - FINALITY_LAG_BLOCKS),
      label: 'proved',
      extrinsics: [
        call(0, 'timestamp', 'set', undefined),
        call(1, 'subtensorModule', 'commitTimelockedWeights', signer),
        call(2, 'subtensorModule', 'addStakeLimit', signer, false),
      ],
      events: 11,
    };
  }

  async close(): Promise<void> {
    this.#listeners.clear();
    for (const timer of this.#timers) clearInterval(timer);
  }

  get #isFollowing(): boolean {
    return this.#scenario.stages[this.#stage] === 'following';
  }

  #every(ms: number, work: () => void): void {
    this.#timers.add(setInterval(work, ms));
  }

  #nextStage(): void {
    if (this.#stage + 1 >= this.#scenario.stages.length) return;
    this.#stage++;
    this.#sendEngine();
    if (this.#isFollowing) this.#tellAll();
  }

  #nextBlock(): void {
    if (!this.#isFollowing) return;
    this.#best++;
    this.#finalizedAtMs = Date.now();
    this.#sendEngine();
    this.#tellAll();
  }

  /** What a finalized block brings: the list, the watched subnets now and then, audits when an epoch has ended. */
  #tellAll(): void {
    const at = this.#finalized;
    const list = fakeSubnets(at);
    const subnets = this.#scenario.subnets === 'none' ? { at, subnets: [] } : list;
    this.#send({ type: 'subnets', snapshot: this.#snapshot(subnets) });
    if (this.#scenario.subnets === 'none') return;
    for (const [netuid, watchers] of this.#watched) {
      if (watchers > 0 && at.number % VIEW_REFRESH_BLOCKS === 0) this.#tellSubnet(netuid);
    }
    for (const netuid of FAKE_NETUIDS) {
      const audited = this.#present.get(`audit/${netuid}`);
      const isAudited =
        audited?.type === 'audit' && audited.snapshot.value.block.number === fakeEpoch(netuid, at.number).lastStepBlock;
      if (netuid !== 0 && !isAudited) this.#tellAudit(netuid);
    }
  }

  #tellSubnet(netuid: number): void {
    const { subnetFailure } = this.#scenario;
    const metagraph = fakeMetagraph(netuid, this.#finalized);
    if (subnetFailure) {
      this.#send({ type: 'failure', netuid, failure: subnetFailure });
    } else if (metagraph) {
      const value = { metagraph, hyperparameters: fakeHyperparameters() };
      this.#send({ type: 'subnet', snapshot: this.#snapshot(value) });
    }
  }

  #tellAudit(netuid: number): void {
    const { audit, gpu } = this.#scenario;
    if (audit === 'failing') {
      this.#send({ type: 'failure', netuid, failure: AUDIT_FAILURE });
    } else if (audit === 'endless') {
      this.#send({ type: 'auditing', netuid, detail: 'reading the inputs of the epoch' });
    } else if (audit !== 'never') {
      const onCpu = gpu ? {} : ({ engine: 'wasm', computeMs: 1.9 } as const);
      const value = { ...fakeAudit(netuid, this.#finalized, audit === 'differing' && netuid === 1), ...onCpu };
      this.#send({ type: 'audit', snapshot: { ...this.#snapshot(value), at: value.block } });
    }
  }

  #replayKept(kept: NonNullable<Scenario['kept']>): void {
    const at = fakeBlock(FAKE_START_BLOCK - kept.blocksAgo);
    const aged = <T>(value: T) => ({ ...this.#snapshot(value), at, takenAtMs: Date.now() - kept.ageMs });
    this.#send({ type: 'subnets', snapshot: aged(fakeSubnets(at)) });
    this.#send({ type: 'audit', snapshot: aged(fakeAudit(1, at, false)) });
    const metagraph = fakeMetagraph(1, at)!;
    this.#send({ type: 'subnet', snapshot: aged({ metagraph, hyperparameters: fakeHyperparameters() }) });
  }

  #snapshot<T>(value: T) {
    const takenAtMs = Date.now();
    return {
      label: 'proved',
      chainId: this.#chainId,
      genesisHash: FAKE_GENESIS,
      at: this.#finalized,
      takenAtMs,
      value,
    } as const;
  }

  get #finalized() {
    return fakeBlock(this.#best - FINALITY_LAG_BLOCKS);
  }

  #sendEngine(): void {
    const stage = this.#scenario.stages[this.#stage] ?? 'idle';
    const isConnected = stage === 'following' || stage === 'stalled' || stage === 'syncing';
    const status: EngineStatus = {
      kind: this.#kind,
      stage,
      detail: '',
      genesisHash: stage === 'starting' || stage === 'idle' ? undefined : FAKE_GENESIS,
      peers: isConnected ? 4 : 0,
      best: isConnected ? fakeBlock(this.#best) : undefined,
      finalized: stage === 'following' || stage === 'stalled' ? this.#finalized : undefined,
      finalizedAtMs: isConnected ? this.#finalizedAtMs - (stage === 'stalled' ? 24_000 : 0) : undefined,
      blockTimeMs: undefined,
      proofsChecked: isConnected ? 1204 : 0,
      provedBytes: isConnected ? 3_418_220 : 0,
      failure: this.#scenario.engineFailure,
    };
    this.#send({ type: 'engine', status });
  }

  #send(event: ObserverEvent): void {
    this.#present.set(slotOf(event), event);
    for (const listener of [...this.#listeners]) listener(event);
  }
}

function slotOf(event: ObserverEvent): string {
  if (event.type === 'subnet') return `subnet/${event.snapshot.value.metagraph.netuid}`;
  if (event.type === 'audit') return `audit/${event.snapshot.value.netuid}`;
  return 'netuid' in event ? `${event.type}/${event.netuid}` : event.type;
}

function storageOf(scenario: Scenario) {
  if (scenario.storage === 'ready') return { state: 'ready', failure: undefined } as const;
  const reason = 'This browser refused to open a database for this page (private window).';
  return {
    state: 'none',
    failure: { code: 'store/unavailable', reason, next: 'Open the page in a normal window to keep what it verified.' },
  } as const;
}

function computeOf(scenario: Scenario): ComputeStatus {
  const common = { setting: 'auto', opening: undefined } as const;
  const wasm = { engine: 'wasm', ms: 0.9 } as const;
  if (scenario.gpu) {
    const expected = [{ engine: 'gpu', ms: 0.42 } as const, wasm];
    return { ...common, engine: 'gpu', device: 'Radeon RX 6600', failures: [], expected };
  }
  const reason = 'This browser offers no WebGPU adapter.';
  const next = 'Epochs are recomputed on the CPU instead; the results are the same.';
  return {
    ...common,
    engine: 'wasm',
    device: 'CPU, WebAssembly with SIMD, 2 threads',
    failures: [{ code: 'gpu/no-adapter', reason, next }],
    expected: [wasm],
  };
}
