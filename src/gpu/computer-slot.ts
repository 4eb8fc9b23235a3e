/**
 * An engine that a computer may use: opened by the first job that needs it, and not used any more once it has failed.
 *
 *   closed ──get()──▶ opening ──▶ open ──fail()──▶ failed ──retry()──▶ closed
 *                        └──────────────────────────▲
 */
import type { Failure } from '../chain/failure.ts';
import { ComputeError } from './error.ts';
import type { EpochEngine } from './types.ts';

export type SlotState = 'closed' | 'opening' | 'open' | 'failed';

export class EngineSlot<E extends EpochEngine> {
  readonly #name: EpochEngine['name'];
  readonly #open: () => Promise<E>;
  readonly #onChange: () => void;
  #state: SlotState = 'closed';
  #opening: Promise<E> | undefined;
  #engine: E | undefined;
  #failure: Failure | undefined;

  /** `open` gives an engine that is ready to compute; `onChange` is called after every change of state. */
  constructor(name: E['name'], open: () => Promise<E>, onChange: () => void) {
    this.#name = name;
    this.#open = open;
    this.#onChange = onChange;
  }

  get state(): SlotState {
    return this.#state;
  }

  /** The engine, while it is open. */
  get engine(): E | undefined {
    return this.#engine;
  }

  /** Why the engine is not used, while it has failed. */
  get failure(): Failure | undefined {
    return this.#failure;
  }

  /** Opens the engine, unless that is done already. @throws ComputeError with the reason why it cannot be used */
  get(): Promise<E> {
    this.#opening ??= this.#begin();
    return this.#opening;
  }

  /** Closes an engine that failed. One that was replaced in the meantime is left alone. */
  fail(engine: EpochEngine, error: unknown): void {
    if (engine !== this.#engine) return;
    const reason = asComputeError(error, this.#name);
    this.#become('failed', undefined, reason.failure);
    this.#opening = Promise.reject(reason);
    this.#opening.catch(() => undefined); // whoever asks for the engine hears of it
    engine.close();
  }

  /** Lets an engine that has failed be opened again. */
  retry(): void {
    if (this.#state !== 'failed') return;
    this.#opening = undefined;
    this.#become('closed');
  }

  /** Closes the engine, also one that is being opened. */
  close(): void {
    this.#opening?.then(
      (engine) => engine.close(),
      () => undefined,
    );
  }

  async #begin(): Promise<E> {
    this.#become('opening');
    try {
      const engine = await this.#open();
      this.#become('open', engine);
      return engine;
    } catch (error) {
      const reason = asComputeError(error, this.#name);
      this.#become('failed', undefined, reason.failure);
      throw reason;
    }
  }

  #become(state: SlotState, engine?: E, failure?: Failure): void {
    this.#state = state;
    this.#engine = engine;
    this.#failure = failure;
    this.#onChange();
  }
}

/** What nobody foresaw gets a code, too. */
export function asComputeError(error: unknown, engine: EpochEngine['name']): ComputeError {
  if (error instanceof ComputeError) return error;
  const why = error instanceof Error ? error.message : String(error);
  return engine === 'gpu'
    ? new ComputeError('gpu/unexpected', `The GPU engine failed: ${why}`, error)
    : new ComputeError('wasm/unexpected', `The WebAssembly engine failed: ${why}`, error);
}
