/**
 * The servers that are asked for a checkpoint, and what became of each: one row per server, dismissed with the first
 * thing that is wrong about it.
 */
import type { BlockRef } from '../../../chain/block-ref.ts';
import type { Failure } from '../../../chain/failure.ts';
import { callListener } from '../../call-listener.ts';
import type { Clock } from '../../clock.ts';
import { withDeadline } from '../../clock.ts';
import { LightError, toFailure } from '../../errors.ts';
import { publicAddress } from '../public-address.ts';
import type { OpenedServer } from './open-once.ts';
import type { AgreeProgress, CheckpointAnswer } from './progress.ts';
import type { StateFacts } from './state-facts.ts';

/** For one step (the block's name, its state, its votes) with one server. */
const STEP_DEADLINE_MS = 45_000;

/** What is known of one server; steps fill it in. */
export interface Row {
  readonly address: string;
  opened?: OpenedServer;
  block?: BlockRef;
  facts?: StateFacts;
  setId?: bigint | undefined;
  failure?: Failure;
}

export class AnswerTable {
  readonly rows: readonly Row[];
  readonly #clock: Clock;
  readonly #signal: AbortSignal | undefined;
  readonly #onAnswer: ((progress: AgreeProgress) => void) | undefined;

  constructor(
    addresses: readonly string[],
    options: {
      readonly clock: Clock;
      readonly signal?: AbortSignal | undefined;
      readonly onAnswer?: ((progress: AgreeProgress) => void) | undefined;
    },
  ) {
    this.rows = [...new Map(addresses.map((address) => [machineOf(address), { address }])).values()];
    this.#clock = options.clock;
    this.#signal = options.signal;
    this.#onAnswer = options.onAnswer;
  }

  /** Servers about which nothing is wrong. */
  standing(): readonly Row[] {
    return this.rows.filter(({ failure }) => failure === undefined);
  }

  answers(): readonly CheckpointAnswer[] {
    return this.rows.map(({ address, block, failure }) => ({ address, block, failure }));
  }

  /** Runs one step with every server at once; those with which it fails are dismissed. @throws the abort reason. */
  async each(step: (row: Row, signal: AbortSignal) => Promise<void>): Promise<void> {
    const run = async (row: Row) => {
      const late = () => new LightError('proof/timeout', `It took longer than ${STEP_DEADLINE_MS / 1000} s.`);
      try {
        await withDeadline(this.#clock, STEP_DEADLINE_MS, late, this.#signal, (signal) => step(row, signal));
      } catch (error) {
        this.#signal?.throwIfAborted();
        this.dismiss(row, error);
      }
      this.tell('searching');
    };
    await Promise.all(this.standing().map(run));
  }

  dismiss(row: Row, error: unknown): void {
    row.failure = toFailure(error, 'Its word does not count in this search.');
  }

  /** @throws LightError `checkpoint/too-few-servers` */
  assertEnough(minimum: number): void {
    const count = this.standing().length;
    if (count >= minimum) return;
    const reason = `A checkpoint needs ${minimum} servers that agree, and there ${count === 1 ? 'is' : 'are'} ${count}.`;
    throw new LightError('checkpoint/too-few-servers', reason, { data: { answers: this.answers(), minimum } });
  }

  /** The error to throw when servers contradict each other. */
  differ(how: string): LightError {
    const data = { answers: this.answers() };
    return new LightError('checkpoint/servers-differ', `The servers contradict each other: ${how}.`, { data });
  }

  tell(state: AgreeProgress['state'], failure?: Failure): void {
    const listener = this.#onAnswer;
    if (listener) callListener(listener, { state, answers: this.answers(), failure });
  }
}

/**
 * What tells servers apart: host and port of a URL, the peer id of a multiaddr. Another key behind the host, or another way
 * to the same peer, is no second opinion. Two names of one machine cannot be told from two machines.
 */
function machineOf(address: string): string {
  if (URL.canParse(address)) return publicAddress(address);
  return /\/p2p\/([^/]+)\/?$/.exec(address)?.[1] ?? address;
}
