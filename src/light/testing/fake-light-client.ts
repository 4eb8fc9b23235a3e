/**
 * A light client that obeys the contract of a pipe and can be told to fail: late, twice, never, with garbage.
 *
 * It knows a chain of made-up blocks with true headers and plain state, and answers what the engine asks. `on(method)`
 * replaces an answer; `NEVER` as an answer means silence.
 */
import type { Bytes } from '../../chain/bytes.ts';
import { toHex } from '../../chain/bytes.ts';
import { encodeHeader, headerHash } from '../../chain/header.ts';
import type { OpenPipe, PipeCrash, PipeEvents } from '../smoldot/pipe.ts';

export const NEVER = Symbol('no answer');

/** What a light client says no with. */
export class Refusal {
  readonly code: number;
  readonly message: string;
  constructor(code: number, message: string) {
    this.code = code;
    this.message = message;
  }
}

export interface FakeRequest {
  readonly id: number;
  readonly method: string;
  readonly params: readonly unknown[];
}

export interface FakeBlock {
  readonly number: number;
  readonly hash: string;
  readonly parent: string;
  readonly headerHex: string;
  /** Key and value as hex. */
  readonly state: ReadonlyMap<string, string>;
}

/** A block after `parent` (the genesis without). `salt` makes siblings differ. */
export function fakeBlock(parent?: FakeBlock, state: ReadonlyMap<string, string> = new Map(), salt = 0): FakeBlock {
  const number = parent ? parent.number + 1 : 0;
  const header = encodeHeader({
    parentHash: (parent ? Uint8Array.from(Buffer.from(parent.hash.slice(2), 'hex')) : new Uint8Array(32)) as Bytes,
    number,
    stateRoot: new Uint8Array(32).fill(salt),
    extrinsicsRoot: new Uint8Array(32),
    digest: [],
  });
  return {
    number,
    hash: toHex(headerHash(header)),
    parent: parent?.hash ?? toHex(new Uint8Array(32)),
    headerHex: toHex(header),
    state,
  };
}

/** `length` blocks from the genesis on. */
export function fakeChain(length: number, state: ReadonlyMap<string, string> = new Map()): readonly FakeBlock[] {
  const blocks: FakeBlock[] = [];
  for (let i = 0; i < length; i++) blocks.push(fakeBlock(blocks.at(-1), state));
  return blocks;
}

type Answer = (params: readonly unknown[]) => unknown;

export class FakeLightClient {
  readonly requests: FakeRequest[] = [];
  readonly blocks = new Map<string, FakeBlock>();
  peers = 1;
  closed = false;
  subscription: string | undefined;
  databaseText: string | undefined;
  #events: PipeEvents | undefined;
  #subscriptions = 0;
  readonly #answers = new Map<string, Answer>();

  constructor(blocks: readonly FakeBlock[]) {
    for (const block of blocks) this.blocks.set(block.hash, block);
    this.on('chainHead_v1_follow', () => {
      this.subscription = `follow-${++this.#subscriptions}`;
      return this.subscription;
    });
    this.on('chainHead_v1_header', ([, hash]) => this.blocks.get(hash as string)?.headerHex ?? null);
    this.on('chainHead_v1_unpin', () => null);
    this.on('chainHead_v1_unfollow', () => null);
    this.on('chainSpec_v1_genesisHash', () => blocks[0]!.hash);
    this.on('chainSpec_v1_chainName', () => 'Test');
    this.on('system_health', () => ({ peers: this.peers, isSyncing: false, shouldHavePeers: true }));
    this.on('state_call', () => '0xe803000000000000'); // 1 000 ms
    this.on('chain_getHeader', ([hash]) => {
      const block = this.blocks.get(hash as string);
      if (!block) return new Refusal(-32800, 'Failed to retrieve block information from the network');
      return { number: `0x${block.number.toString(16)}`, parentHash: block.parent };
    });
    this.on('state_queryStorageAt', ([keys, at]) => {
      const block = this.blocks.get(at as string);
      if (!block) return new Refusal(-32800, 'Failed to retrieve block information from the network');
      return [{ block: at, changes: (keys as string[]).map((key) => [key, block.state.get(key) ?? null]) }];
    });
  }

  readonly openPipe: OpenPipe = (chain, events) => {
    this.#events = events;
    this.databaseText = chain.databaseText;
    return {
      send: (text) => this.#receive(JSON.parse(text) as FakeRequest),
      close: () => {
        this.closed = true;
        return Promise.resolve();
      },
    };
  };

  on(method: string, answer: Answer): void {
    this.#answers.set(method, answer);
  }

  /** How this method is answered now. */
  answer(method: string): Answer {
    return this.#answers.get(method)!;
  }

  ready(): void {
    this.#events!.onReady();
  }

  crash(crash: PipeCrash): void {
    this.#events!.onCrash(crash);
  }

  log(level: number, target: string, text: string): void {
    this.#events!.onLog({ level, target, text });
  }

  /** Sends a text as it is. */
  say(text: string): void {
    this.#events!.onMessage(text);
  }

  /** Sends an event of the head to the present subscription. */
  head(event: Readonly<Record<string, unknown>>, subscription = this.subscription): void {
    this.say(
      JSON.stringify({ jsonrpc: '2.0', method: 'chainHead_v1_followEvent', params: { subscription, result: event } }),
    );
  }

  initialize(block: FakeBlock): void {
    this.head({ event: 'initialized', finalizedBlockHashes: [block.hash] });
  }

  /** Reports a block as new and best. */
  grow(block: FakeBlock): void {
    this.blocks.set(block.hash, block);
    this.head({ event: 'newBlock', blockHash: block.hash, parentBlockHash: block.parent, newRuntime: null });
    this.head({ event: 'bestBlockChanged', bestBlockHash: block.hash });
  }

  finalize(...blocks: readonly FakeBlock[]): void {
    this.head({ event: 'finalized', finalizedBlockHashes: blocks.map((block) => block.hash), prunedBlockHashes: [] });
  }

  asked(method: string): readonly FakeRequest[] {
    return this.requests.filter((request) => request.method === method);
  }

  answerTo(id: number, result: unknown): void {
    const outcome = result instanceof Refusal ? { error: { code: result.code, message: result.message } } : { result };
    this.say(JSON.stringify({ jsonrpc: '2.0', id, ...outcome }));
  }

  #receive(request: FakeRequest): void {
    this.requests.push(request);
    const answer = this.#answers.get(request.method);
    const result = answer ? answer(request.params) : new Refusal(-32601, 'The method does not exist');
    if (result === NEVER) return;
    // As in life: never in the same turn as the request.
    queueMicrotask(() => {
      if (!this.closed) this.answerTo(request.id, result);
    });
  }
}
