/**
 * A stand-in for the observer that obeys its contract: replays the present to each subscriber, then tells what changes,
 * never calls anybody after `close()`. It follows a made-up chain, in the way its scenario says.
 *
 * For component tests, end-to-end tests and the development server; never part of a build.
 */
import type { EngineKind, EngineStage, EngineStatus } from '../../light/types.ts';
import type { BlockInWords, CheckpointSearch, EngineSetting, Observer, ObserverEvent } from '../../roles/index.ts';
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
import type { ProofScene } from './fake-proof.ts';
import { FAKE_CHECKPOINT_BLOCK, FAKE_SERVERS, fakeAnchor, fakeSearch, fakeServers, fakeTrust } from './fake-proof.ts';
import { computeOf, storageOf } from './fake-status.ts';
import type { Scenario } from './scenarios.ts';
import { findScenario } from './scenarios.ts';

/** Finality comes so many blocks behind the best block. */
const FINALITY_LAG_BLOCKS = 2;
const VIEW_REFRESH_BLOCKS = 5;
const DECODE_MS = 700;
/** Between two servers' answers in a search for a checkpoint. */
const ANSWER_MS = 900;
const MS_OF_COMMAND = 150;

const AUDIT_FAILURE = {
  code: 'audit/state-pruned',
  reason: 'The state before this epoch is no longer served by nodes, so it cannot be checked.',
  next: 'The next epoch is audited when it ends.',
};

export function openFakeObserver(
  scenarioName: string,
  chain: { id: string; blockTimeMs: number },
  engine: EngineKind = 'smoldot',
): Observer {
  return new FakeObserver(findScenario(scenarioName), chain.id, chain.blockTimeMs, engine);
}

class FakeObserver implements Observer {
  #scenario: Scenario;
  #scene: ProofScene | undefined;
  #isConfirmed = false;
  #servers: readonly string[] = FAKE_SERVERS;
  readonly #chainId: string;
  readonly #listeners = new Set<(event: ObserverEvent) => void>();
  readonly #present = new Map<string, ObserverEvent>();
  readonly #watched = new Map<number, number>();
  readonly #timers = new Set<ReturnType<typeof setInterval>>();
  #kind: EngineKind;
  #stage = 0;
  #best = FAKE_START_BLOCK;
  #finalizedAtMs = Date.now();

  constructor(scenario: Scenario, chainId: string, blockTimeMs: number, engine: EngineKind) {
    this.#scenario = scenario;
    this.#scene = scenario.proof;
    this.#kind = scenario.proof ? 'proof' : engine;
    this.#isConfirmed = scenario.proof !== 'claimed' && scenario.proof !== 'search';
    this.#chainId = chainId;
    this.#send({ type: 'tab', role: scenario.tab });
    this.#send({ type: 'storage', status: storageOf(scenario) });
    this.#send({ type: 'compute', status: computeOf(scenario) });
    if (scenario.kept) this.#replayKept(scenario.kept);
    this.#sendEngine();
    if (scenario.chainFailure) this.#send({ type: 'failure', netuid: undefined, failure: scenario.chainFailure });
    this.#every(blockTimeMs, () => this.#nextBlock());
    if (scenario.stageMs > 0) this.#every(scenario.stageMs, () => this.#nextStage());
    if (scenario.proof === 'search') this.#search(0);
    if (scenario.proof === 'differ') this.#search(this.#servers.length);
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
    // Another engine can do what the one before could not.
    if (kind === 'proof' && this.#scene === undefined) this.#follow('claimed');
    this.#sendEngine();
  }

  wake(): void {}

  async exportCheckpoint(): Promise<string> {
    await pause();
    const { block, takenAtMs } = this.#anchor;
    return JSON.stringify({ format: 'yumalight-checkpoint', version: 1, chain: this.#chainId, block, takenAtMs });
  }

  async importCheckpoint(text: string): Promise<void> {
    await pause();
    if (!text.includes('yumalight-checkpoint')) {
      throw Object.assign(new Error('This file is no checkpoint of Yumalight.'), { code: 'checkpoint/malformed' });
    }
    this.#isConfirmed = true;
    this.#follow('confirmed');
  }

  async confirmCheckpoint(): Promise<void> {
    await pause();
    this.#isConfirmed = true;
    this.#sendEngine();
    this.#tellAll();
  }

  async compareCheckpoint(): Promise<void> {
    await pause();
    this.#search(0);
  }

  async resetCheckpoint(): Promise<void> {
    await pause();
    this.#isConfirmed = false;
    this.#scenario = { ...this.#scenario, stages: ['connecting'], engineFailure: undefined, chainFailure: undefined };
    this.#scene = 'search';
    this.#sendEngine();
    this.#search(0);
  }

  async submitTransaction(): Promise<never> {
    throw new Error('The made-up chain takes no transactions.');
  }

  async chooseServers(addresses: readonly string[]): Promise<void> {
    await pause();
    this.#servers = addresses.length === 0 ? FAKE_SERVERS : addresses;
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

  get #anchor() {
    return fakeAnchor(this.#scene ?? 'confirmed', this.#isConfirmed, Date.now());
  }

  /** From now on all is well, as far as this scene goes. */
  #follow(scene: ProofScene): void {
    this.#scene = scene;
    if (scene === 'claimed') this.#isConfirmed = false;
    this.#stage = 0;
    this.#scenario = { ...this.#scenario, stages: ['following'], engineFailure: undefined, chainFailure: undefined };
    this.#present.delete('failure/undefined');
    this.#sendEngine();
    this.#tellAll();
  }

  /** Tells the answers of the servers one after the other. */
  #search(answered: number): void {
    const search: CheckpointSearch = fakeSearch(this.#scene ?? 'confirmed', this.#servers, answered);
    this.#send({ type: 'checkpoint', search });
    if (search.state === 'searching') {
      const timer = setTimeout(() => this.#search(answered + 1), ANSWER_MS);
      this.#timers.add(timer);
    } else if (search.state === 'agreed' && this.#scene === 'search') this.#follow('claimed');
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
      const value = {
        ...fakeAudit(netuid, this.#finalized, audit === 'differing' && netuid === 1),
        ...onCpu,
        label: this.#label,
      } as const;
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
      label: this.#label,
      chainId: this.#chainId,
      genesisHash: FAKE_GENESIS,
      at: this.#finalized,
      takenAtMs,
      value,
    } as const;
  }

  get #label() {
    return this.#kind === 'proof' && !this.#isConfirmed ? 'claimed' : 'proved';
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
      label: this.#label,
      ...this.#proofStatus(stage),
      specVersion: isConnected ? 425 : undefined,
      failure: this.#scenario.engineFailure,
    };
    this.#send({ type: 'engine', status });
  }

  #proofStatus(stage: EngineStage): Pick<EngineStatus, 'trust' | 'servers'> {
    const scene = this.#scene;
    if (this.#kind !== 'proof' || scene === undefined) return { trust: undefined, servers: [] };
    const hasAnchor = stage === 'following' || stage === 'stalled' || scene === 'too-old';
    const at = scene === 'too-old' ? fakeBlock(FAKE_CHECKPOINT_BLOCK) : this.#finalized;
    const trust = hasAnchor ? fakeTrust(this.#anchor, at) : undefined;
    return { trust, servers: fakeServers(scene, this.#servers, this.#finalized.number) };
  }

  #send(event: ObserverEvent): void {
    this.#present.set(slotOf(event), event);
    for (const listener of [...this.#listeners]) listener(event);
  }
}

const pause = () => new Promise<void>((resolve) => setTimeout(resolve, MS_OF_COMMAND));

function slotOf(event: ObserverEvent): string {
  if (event.type === 'subnet') return `subnet/${event.snapshot.value.metagraph.netuid}`;
  if (event.type === 'audit') return `audit/${event.snapshot.value.netuid}`;
  return 'netuid' in event ? `${event.type}/${event.netuid}` : event.type;
}
