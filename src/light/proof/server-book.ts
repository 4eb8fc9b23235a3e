/**
 * What is remembered of one server, across its connections: what it answered and how fast, and why it is not used.
 *
 *   score = 100 · share of good answers (moving) · quickness,   quickness = 1 / (1 + latency / 1 s)
 *
 * Pure: numbers and times in, a status out.
 */
import type { Failure } from '../../chain/failure.ts';
import type { ServerState, ServerStatus } from '../types.ts';

/** How much a new answer weighs against those before it. */
const MEMORY = 0.2;
const SLOW_MS = 1_000;

export class ServerBook {
  readonly address: string;
  readonly transport: ServerStatus['transport'];
  #state: ServerState = 'connecting';
  #failure: Failure | undefined;
  #goodShare = 1;
  #latencyMs: number | undefined;
  #answers = 0;
  #failures = 0;
  #receivedBytes = 0;
  finalizedNumber: number | undefined;

  constructor(address: string, transport: ServerStatus['transport']) {
    this.address = address;
    this.transport = transport;
  }

  get state(): ServerState {
    return this.#state;
  }

  become(state: ServerState, failure?: Failure): void {
    this.#state = state;
    this.#failure = failure;
  }

  answered(latencyMs: number): void {
    this.#answers += 1;
    this.#goodShare += (1 - this.#goodShare) * MEMORY;
    this.#latencyMs =
      this.#latencyMs === undefined ? latencyMs : this.#latencyMs + (latencyMs - this.#latencyMs) * MEMORY;
  }

  failed(): void {
    this.#failures += 1;
    this.#goodShare -= this.#goodShare * MEMORY;
  }

  received(bytes: number): void {
    this.#receivedBytes += bytes;
  }

  get receivedBytes(): number {
    return this.#receivedBytes;
  }

  /** 0…100. One that was never asked is as good as the best: it must have its chance. */
  get score(): number {
    return Math.round((100 * this.#goodShare) / (1 + (this.#latencyMs ?? 0) / SLOW_MS));
  }

  get status(): ServerStatus {
    return {
      address: this.address,
      transport: this.transport,
      state: this.#state,
      score: this.#answers + this.#failures === 0 ? 0 : this.score,
      finalizedNumber: this.finalizedNumber,
      latencyMs: this.#latencyMs === undefined ? undefined : Math.round(this.#latencyMs),
      receivedBytes: this.#receivedBytes,
      answers: this.#answers,
      failures: this.#failures,
      failure: this.#failure,
    };
  }
}
