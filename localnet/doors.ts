/** Ports, opened with a plain word about those that somebody else has. */
import { LocalnetError } from './chain/index.ts';

/** `what`: as in the flag `--what-port`. @throws LocalnetError `localnet/port-busy` */
export async function openDoor<T>(what: string, port: number, open: () => Promise<T>): Promise<T> {
  try {
    return await open();
  } catch (error) {
    if (!isAddressInUse(error)) throw error;
    const reason = `port ${port} is in use; stop what uses it or choose another with --${what}-port`;
    throw new LocalnetError('localnet/port-busy', reason, error);
  }
}

function isAddressInUse(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const inner = error instanceof AggregateError ? error.errors : [];
  const code = (error as { readonly code?: unknown }).code;
  return code === 'EADDRINUSE' || error.message.includes('EADDRINUSE') || [error.cause, ...inner].some(isAddressInUse);
}
