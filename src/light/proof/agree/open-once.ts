/** One connection for one purpose: opened, greeted, used, closed. */
import type { Clock } from '../../clock.ts';
import { withDeadline } from '../../clock.ts';
import { LightError } from '../../errors.ts';
import type { ChainServer, Greeting, OpenServer } from '../server.ts';

/** Transports have deadlines of their own; this one is for those that forget. */
const OPEN_DEADLINE_MS = 20_000;

export interface OpenedServer {
  readonly server: ChainServer;
  readonly greeting: Greeting;
}

/** Resolves when the server has greeted. @throws LightError as questions do, or the abort reason. */
export async function openOnce(
  openServer: OpenServer,
  address: string,
  clock: Clock,
  signal: AbortSignal | undefined,
): Promise<OpenedServer> {
  const greeted = Promise.withResolvers<Greeting>();
  const server = openServer(address, {
    onOpen: greeted.resolve,
    onClosed: greeted.reject,
    onHeader: () => undefined,
    onVotes: () => undefined,
    onFinalized: () => undefined,
    onReceived: () => undefined,
  });
  const late = () => new LightError('proof/timeout', `No greeting came within ${OPEN_DEADLINE_MS / 1000} s.`);
  try {
    const greeting = await withDeadline(clock, OPEN_DEADLINE_MS, late, signal, () => greeted.promise);
    return { server, greeting };
  } catch (error) {
    server.close();
    throw error;
  }
}
