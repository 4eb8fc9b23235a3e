/** A chain that a person describes in a form, made into an entry like those of the registry, or told what is missing. */
import type { RegisteredChain } from '../node/chains.ts';
import { decodeChain, GENESIS_HASH } from '../node/chains.ts';
import { readServerLines } from './server-address.ts';

export interface ChainDraft {
  readonly name: string;
  /** One address per line. */
  readonly servers: string;
  readonly genesisHash: string;
  /** Text of the chain's specification; undefined without a file. */
  readonly specText: string | undefined;
  readonly genesisSetId: string;
  readonly blockTimeSeconds: string;
}

export const EMPTY_DRAFT: ChainDraft = {
  name: '',
  servers: '',
  genesisHash: '',
  specText: undefined,
  genesisSetId: '0',
  blockTimeSeconds: '12',
};

export type DraftOutcome =
  | { readonly ok: true; readonly chain: RegisteredChain }
  | { readonly ok: false; readonly problems: readonly string[] };

const MAX_NAME_CHARACTERS = 40;
/** As Substrate nodes keep votes unless told otherwise. */
const JUSTIFICATION_PERIOD_BLOCKS = 512;
const MS_PER_SECOND = 1000;
const WHOLE = /^\d{1,7}$/;
const SECONDS = /^\d{1,3}(\.\d{1,3})?$/;

export function readDraft(draft: ChainDraft, taken: readonly string[], isSecurePage: boolean): DraftOutcome {
  const problems: string[] = [];
  const name = draft.name.trim();
  const id = `my-${slug(name)}`;
  if (name === '' || name.length > MAX_NAME_CHARACTERS)
    problems.push(`A name of 1 to ${MAX_NAME_CHARACTERS} characters is needed.`);
  else if (slug(name) === '') problems.push('The name needs a letter or a digit.');
  else if (taken.includes(id)) problems.push(`There is a chain of the name ${name} already.`);
  const { addresses, problems: ofServers } = readServerLines(draft.servers, isSecurePage);
  problems.push(...ofServers);
  const hasSpec = draft.specText !== undefined;
  if (addresses.length === 0 && ofServers.length === 0 && !hasSpec) {
    problems.push('At least one server or a specification is needed.');
  }
  const genesisHash = draft.genesisHash.trim().toLowerCase();
  if (genesisHash === '' && !hasSpec)
    problems.push('The genesis hash is needed: by it servers of other chains are told apart.');
  if (genesisHash !== '' && !GENESIS_HASH.test(genesisHash))
    problems.push('The genesis hash is 0x and 64 hexadecimal digits.');
  if (!WHOLE.test(draft.genesisSetId.trim())) problems.push('The set id at genesis is a whole number, mostly 0.');
  if (!SECONDS.test(draft.blockTimeSeconds.trim()) || Number(draft.blockTimeSeconds) <= 0) {
    problems.push('The block time is a number of seconds.');
  }
  if (problems.length > 0) return { ok: false, problems };
  const engine = addresses.length > 0 ? 'proof' : 'smoldot';
  const entry = {
    id,
    name,
    servers: addresses,
    genesisHash: genesisHash === '' ? undefined : genesisHash,
    genesisSetId: Number(draft.genesisSetId),
    justificationPeriod: JUSTIFICATION_PERIOD_BLOCKS,
    blockTimeMs: Math.round(Number(draft.blockTimeSeconds) * MS_PER_SECOND),
    engine,
    why:
      engine === 'proof'
        ? 'You gave servers; what they say is checked.'
        : 'You gave a specification and no server; smoldot finds peers by it.',
    engines: [
      {
        kind: 'smoldot',
        isOffered: hasSpec,
        reason: hasSpec ? 'It follows the specification that you gave.' : 'It needs a specification of the chain.',
      },
      {
        kind: 'substrate-connect',
        isOffered: hasSpec,
        reason: hasSpec ? 'It is smoldot too.' : 'It needs a specification of the chain.',
      },
      {
        kind: 'proof',
        isOffered: addresses.length > 0,
        reason: addresses.length > 0 ? 'It checks what the servers that you gave say.' : 'It needs servers.',
      },
    ],
  };
  return { ok: true, chain: decodeChain(entry, 'chain', true) };
}

const slug = (name: string) =>
  name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 32);
