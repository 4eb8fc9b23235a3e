/** The registry's chains and those of this device, decoded. A chunk of its own: it arrives while the registry does. */
import type { RegisteredChain } from './chains.ts';
import { decodeChains, RegistryError } from './chains.ts';
import { loadCustomChains } from './custom-chains.ts';

/** `response`: what `/chains.json` answered. @throws RegistryError, or that it is no JSON. */
export async function readChains(response: Response): Promise<readonly RegisteredChain[]> {
  if (!response.ok) throw new RegistryError(`The chain registry /chains.json answered ${response.status}.`);
  const registered = decodeChains(await response.json());
  return [...registered, ...loadCustomChains(registered.map(({ id }) => id))];
}
