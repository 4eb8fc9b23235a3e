/**
 * An engine: one light client, one chain, one status.
 *
 *   pipe ─ready→ JSON-RPC ─→ head (chain-head.ts), peers (polled), reads (storage-reader.ts), requests of others
 *                               └──────────→ facts ──stage.ts──→ status ──→ listeners
 *
 * The engine trusts its light client, which checks every proof, and nobody else. A read is only answered at a block that
 * is known to be final, be it by following or by proof. When the light client dies the engine is `failed`: it is closed
 * and another one opened.
 */
import type { BlockHash, BlockRef } from '../chain/block-ref.ts';
import type { Bytes } from '../chain/bytes.ts';
import { toHex } from '../chain/bytes.ts';
import { checkBlockBody } from './block-body.ts';
import { callListener } from './call-listener.ts';
import { followChainHead } from './chain-head.ts';
import type { Clock } from './clock.ts';
import { abortable, SYSTEM_CLOCK } from './clock.ts';
import { isLightError, LightError, toFailure } from './errors.ts';
import { FinalizedBlocks } from './finalized-blocks.ts';
import { watchHealth } from './health.ts';
import { openJsonRpc } from './json-rpc.ts';
import { isRecord } from './json-rpc-message.ts';
import { proveFinal } from './prove-final.ts';
import { readSlotMs } from './slot-duration.ts';
import { isIncompatibility, readPeerHint, readWarning } from './smoldot/log-hints.ts';
import type { LogLine, OpenPipe } from './smoldot/pipe.ts';
import type { EngineFacts } from './stage.ts';
import { stageOf, USE_PROOF_ENGINE } from './stage.ts';
import { readProvedStorage } from './storage-reader.ts';
import type { ChainEngine, ChainSpec, EngineKind, EngineStatus } from './types.ts';

/** Texts that are no messages, after which the other side is not a light client. */
const MAX_JUNK_MESSAGES = 64;
/** Most of it is the runtime, which makes the next start quicker. Finney's is about 2 MB. */
const MAX_DATABASE_BYTES = 8 * 1024 * 1024;
/** smoldot keeps a few dozen at the most. */
const MAX_HINTED_PEERS = 256;
/** Three megabytes of light client over a slow line, or an extension that asks its user first. */
const START_DEADLINE_MS = 120_000;
/** What a person is told to do about an engine that failed. */
const NEXT = 'Restart the light client; everything kept on this device stays readable.';

export interface EngineOptions {
  /** How the light client is reached. */
  readonly openPipe: OpenPipe;
  /** From `exportDatabase` of an earlier session with the same chain. It is trusted: never take it from elsewhere. */
  readonly databaseText?: string | undefined;
  readonly clock?: Clock;
}

export function openEngine(kind: EngineKind, spec: ChainSpec, options: EngineOptions): ChainEngine {
  const clock = options.clock ?? SYSTEM_CLOCK;
  const ending = new AbortController();
  /** Settled when the chain is followed for the first time, or never will be. */
  const following = Promise.withResolvers<void>();
  following.promise.catch(() => undefined); // whoever waits for it handles the rejection
  const listeners = new Set<(status: EngineStatus) => void>();
  const finalizedBlocks = new FinalizedBlocks();
  /** Peers by what the log says; counted by the light client itself once it follows. */
  const hintedPeers = new Set<string>();
  let genesisHash: BlockHash | undefined;
  let proofsChecked = 0;
  let provedBytes = 0;
  let junkMessages = 0;
  let facts: EngineFacts = {
    failure: undefined,
    closed: false,
    ready: false,
    peers: undefined,
    best: undefined,
    finalized: undefined,
    startedAtMs: clock.now(),
    finalizedAtMs: undefined,
    slotMs: undefined,
    lastWarning: '',
    isIncompatible: false,
  };
  let status = currentStatus();

  const rpc = openJsonRpc((text) => pipe.send(text), { clock, onJunk });
  const pipe = options.openPipe(
    { specText: spec.specText, databaseText: options.databaseText },
    {
      onReady: start,
      onMessage: rpc.receive,
      onLog,
      onCrash: ({ code, message }) => fail(new LightError(code, message)),
    },
  );

  function currentStatus(): EngineStatus {
    const { best, finalized, finalizedAtMs } = facts;
    const peers = facts.peers ?? 0;
    const { stage, detail, failure } = stageOf(facts, clock.now());
    return {
      kind,
      stage,
      detail,
      genesisHash,
      peers,
      best,
      finalized,
      finalizedAtMs,
      blockTimeMs: facts.slotMs,
      proofsChecked,
      provedBytes,
      label: 'proved',
      trust: undefined,
      servers: [],
      specVersion: undefined,
      failure,
    };
  }

  /** Changes facts and tells the listeners if that makes a different status. */
  function update(changed: Partial<EngineFacts>): void {
    facts = { ...facts, ...changed };
    const next = currentStatus();
    if (sameStatus(status, next)) return;
    status = next;
    for (const listener of [...listeners]) callListener(listener, next);
  }

  function fail(error: unknown): void {
    if (ending.signal.aborted) return;
    end(error instanceof Error ? error : new Error(String(error)));
    const next = isLightError(error, 'light/incompatible-runtime') ? USE_PROOF_ENGINE : NEXT;
    update({ failure: toFailure(error, next), peers: 0 });
  }

  /** Stops everything that runs; pending and later requests reject with `reason`. */
  function end(reason: Error): void {
    cancelStartDeadline();
    ending.abort(reason);
    following.reject(reason);
    rpc.close(reason);
    void pipe.close();
  }

  function onJunk(error: LightError): void {
    if (++junkMessages >= MAX_JUNK_MESSAGES) fail(error);
  }

  const cancelStartDeadline = clock.after(START_DEADLINE_MS, () => {
    const reason = `The light client has not started within ${START_DEADLINE_MS / 1000} s.`;
    fail(new LightError('light/client-silent', reason));
  });

  function start(): void {
    cancelStartDeadline();
    update({ ready: true });
    const { signal } = ending;
    void followChainHead(rpc, { onHeads, onFinalized, onTrouble }, clock, signal);
    void watchHealth(rpc, { onAnswer, onSilence: fail, isFollowing }, clock, signal);
    rpc
      .request('chainSpec_v1_genesisHash', [], { signal })
      .then((hash) => {
        if (typeof hash !== 'string') throw new LightError('light/unexpected-answer', 'the genesis hash is no text');
        genesisHash = hash;
        update({});
      })
      .catch(onTrouble);
  }

  /** Every answer is also a tick: what takes too long is noticed with it. */
  const onAnswer = (peers: number | undefined) => update(peers === undefined ? {} : { peers });
  const isFollowing = () => facts.finalized !== undefined;

  function onLog(line: LogLine): void {
    const lastWarning = readWarning(line);
    if (isIncompatibility(line)) update({ isIncompatible: true });
    if (lastWarning !== undefined) update({ lastWarning });
    const peer = readPeerHint(line);
    if (!peer) return;
    if (!peer.isConnected) hintedPeers.delete(peer.peerId);
    else if (hintedPeers.size < MAX_HINTED_PEERS) hintedPeers.add(peer.peerId);
    if (!isFollowing()) update({ peers: hintedPeers.size });
  }

  function onHeads(best: BlockRef, finalized: BlockRef): void {
    const before = facts.finalized;
    if (before && finalized.number < before.number) return; // finality is for ever; the client is catching up again
    const moved = before?.hash !== finalized.hash;
    // A block came from somebody: "no peers" is yesterday's news until it is said again.
    const peers = facts.peers || undefined;
    update({ best, finalized, peers, ...(moved ? { finalizedAtMs: clock.now(), lastWarning: '' } : {}) });
    following.resolve();
    if (!before) readSlotMs(rpc, ending.signal).then((slotMs) => update({ slotMs }), onTrouble);
  }

  function onFinalized(blocks: readonly BlockRef[]): void {
    for (const block of blocks) finalizedBlocks.add(block);
  }

  /** Not fatal by itself: whatever it was is tried again, and silence is noticed by the health watch. */
  function onTrouble(error: unknown): void {
    if (!ending.signal.aborted) update({ lastWarning: error instanceof Error ? error.message : String(error) });
  }

  function readAt(keys: readonly Bytes[], at: BlockRef, signal: AbortSignal | undefined) {
    return readProvedStorage(rpc, keys, at, {
      clock,
      signal,
      ageBlocks: (facts.finalized?.number ?? at.number) - at.number,
      onProved({ valueBytes }) {
        proofsChecked += 1;
        provedBytes += valueBytes;
      },
    });
  }

  /** The block of this hash, made sure to be final: by the hashes in the state of the finalized head if need be. */
  async function finalBlock(at: BlockHash, signal: AbortSignal | undefined): Promise<BlockRef> {
    const known = finalizedBlocks.numberOf(at);
    if (known !== undefined) return { hash: at, number: known };
    const head = facts.finalized;
    const readAtHead = async (key: Bytes) => (await readAt([key], head!, signal))[0];
    const numberOf = async (hash: BlockHash) => {
      const header = await rpc.request('chain_getHeader', [hash], { signal }).catch((cause: unknown) => {
        if (!isLightError(cause, 'light/rpc-refused')) throw cause;
        throw new LightError('light/unavailable', `No peer has the header of ${hash}.`, { cause });
      });
      return isRecord(header) ? Number(header.number) : Number.NaN;
    };
    const block = await proveFinal(at, head, numberOf, readAtHead);
    finalizedBlocks.add(block);
    return block;
  }

  return {
    kind,
    get status() {
      return status;
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    ended: ending.signal,
    async readStorage(keys, at, { signal } = {}) {
      ending.signal.throwIfAborted();
      const block = await finalBlock(at, signal);
      if (keys.length === 0) return [];
      const values = await readAt(keys, block, signal);
      update({});
      return values;
    },
    async request(method, params, { signal } = {}) {
      await abortable(following.promise, signal);
      return rpc.request(method, params, { signal });
    },
    async subscribeRpc(method, params, listener, { signal } = {}) {
      await abortable(following.promise, signal);
      return rpc.subscribe(method, params, (result) => callListener(listener, result), { signal });
    },
    async readBody(at, { signal } = {}) {
      await abortable(following.promise, signal);
      return checkBlockBody(await rpc.request('chain_getBlock', [at.hash], { signal }), at);
    },
    async submit(extrinsic, { signal } = {}) {
      await abortable(following.promise, signal);
      await rpc.request('author_submitExtrinsic', [toHex(extrinsic)], { signal });
    },
    wake: () => update({}),
    async exportDatabase() {
      if (!facts.finalized) return undefined;
      const text = await rpc.request('chainHead_unstable_finalizedDatabase', [MAX_DATABASE_BYTES]);
      return typeof text === 'string' && text.length <= MAX_DATABASE_BYTES ? text : undefined;
    },
    async close() {
      listeners.clear();
      if (!ending.signal.aborted) end(new LightError('light/closed', 'The light client was closed.'));
      update({ closed: true });
      await pipe.close();
    },
  };
}

/** Statuses are flat but for the failure, whose reason is the detail: equal if every other field is. */
function sameStatus(a: EngineStatus, b: EngineStatus): boolean {
  const isSame = (field: keyof EngineStatus) =>
    field === 'failure' ? a.failure?.code === b.failure?.code : a[field] === b[field];
  return (Object.keys(b) as (keyof EngineStatus)[]).every(isSame);
}
