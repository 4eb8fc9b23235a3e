/**
 * A pipe over a light client in this very thread: adds the chain, pulls its responses, and turns every way in which it
 * may end into one `PipeCrash`. Shared by the smoldot worker, its Node twin and Substrate Connect.
 */
import { INCOMPATIBLE_RUNTIME, saysTwoConsensusEngines } from './log-hints.ts';
import type { PipeCrash, PipeEvents, SmoldotPipe } from './pipe.ts';

/** What smoldot's and Substrate Connect's chains have in common. */
export interface ServedChain {
  sendJsonRpc(text: string): void;
  readonly jsonRpcResponses: AsyncIterable<string>;
}

export interface ServedClient {
  /** Rejects with an error named `AddChainError` if the specification is refused. */
  addChain(): Promise<ServedChain>;
  /** Ends chain and client. May throw if they are gone already. */
  end(): Promise<void> | void;
}

export function serveChain(client: ServedClient, events: PipeEvents): SmoldotPipe {
  let chain: ServedChain | undefined;
  let over = false;
  let ending: Promise<void> | undefined;

  const crash = (error: unknown) => {
    if (over) return;
    over = true;
    events.onCrash(describeCrash(error));
  };
  const pump = async () => {
    chain = await client.addChain();
    if (over) return;
    events.onReady();
    for await (const text of chain.jsonRpcResponses) {
      if (over) return;
      events.onMessage(text);
    }
    crash(new Error('The light client stopped answering.'));
  };
  pump().catch(crash);

  return {
    send(text) {
      if (over) return;
      try {
        chain?.sendJsonRpc(text);
      } catch (error) {
        crash(error);
      }
    },
    close() {
      over = true;
      ending ??= endQuietly(client);
      return ending;
    },
  };
}

/** A client that cannot be ended has ended: it crashed, or was never there. */
async function endQuietly(client: ServedClient): Promise<void> {
  try {
    await client.end();
  } catch {
    return;
  }
}

/** smoldot's errors are told apart by name: their classes differ between bundles. */
export function describeCrash(error: unknown): PipeCrash {
  const name = error instanceof Error ? error.name : '';
  const message = error instanceof Error ? error.message : String(error);
  if (name === 'AddChainError' && saysTwoConsensusEngines(message)) {
    return { code: 'light/incompatible-runtime', message: `${INCOMPATIBLE_RUNTIME} It said: ${message}` };
  }
  if (name === 'AddChainError') {
    return { code: 'light/bad-spec', message: `The chain specification was not accepted: ${message}` };
  }
  return { code: 'light/client-crashed', message: `The light client ended by itself: ${message}` };
}
