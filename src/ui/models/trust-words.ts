/**
 * The trust panel in words: what is checked against what on this page now, and what is not. One list per engine, because
 * they differ in what they take for granted:
 *
 *   proof              figures ─▶ state root of N ─▶ votes ─▶ voters ─▶ checkpoint of M ─▶ who made it
 *   smoldot            the same way, from the genesis block of the chain's specification; told by smoldot in this page
 *   substrate-connect  as smoldot, but where it runs is not this page's code
 */
import type { BlockRef, EngineKind, EngineStatus, TrustAnchor, TrustStatus } from '../../light/types.ts';
import { formatCount, unbroken } from '../format/index.ts';

export interface TrustLine {
  readonly what: string;
  /** Against what, and where; or why not. One or two sentences. */
  readonly how: string;
  /**
   * - `checked`: here, now
   * - `claimed`: checked as far as it goes, but it rests on something that nobody has confirmed
   * - `open`: nothing to check yet
   * - `unchecked`: taken as it comes
   */
  readonly state: 'checked' | 'claimed' | 'open' | 'unchecked';
}

export interface TrustWords {
  /** The chain of reasons, from the figure on the page down to where trust begins. */
  readonly checked: readonly TrustLine[];
  readonly unchecked: readonly TrustLine[];
}

const FIGURES = 'Balances, weights and every other figure';
const VOTERS = 'Who those voters are';

const PAGE: TrustLine = {
  what: 'The code of this page',
  how: 'It comes from the server whose address you opened, or from what that server sent on an earlier visit.',
  state: 'unchecked',
};

export function describeTrust(engine: EngineStatus | undefined, chosen: EngineKind): TrustWords {
  const kind = engine?.kind ?? chosen;
  return kind === 'proof' ? describeProof(engine) : describeLightClient(kind, engine);
}

function describeLightClient(kind: 'smoldot' | 'substrate-connect', engine: EngineStatus | undefined): TrustWords {
  const who =
    kind === 'smoldot' ? 'here, by smoldot in a worker of this page' : 'by the light client of Substrate Connect';
  const state = engine?.finalized ? 'checked' : 'open';
  const checked: TrustLine[] = [
    { what: FIGURES, how: `Merkle proof against ${stateRoot(engine)}, checked ${who}.`, state },
    {
      what: finalWords(engine),
      how: `Votes of more than two thirds of the known voters, checked ${who}; it does not say how many there are.`,
      state,
    },
    {
      what: VOTERS,
      how: 'Followed from the genesis block of the chain’s specification, change by change.',
      state,
    },
  ];
  const unchecked: TrustLine[] = [
    {
      what: 'The chain’s specification',
      how: 'It comes from the server of this page. Another specification is another chain: compare the genesis hash.',
      state: 'unchecked',
    },
    newest(engine, 'the peers'),
    PAGE,
  ];
  if (kind === 'smoldot') return { checked, unchecked };
  const client: TrustLine = {
    what: 'The light client itself',
    how: 'Where the browser extension is installed it is the extension’s. This page takes its word and checks nothing again.',
    state: 'unchecked',
  };
  return { checked, unchecked: [client, ...unchecked] };
}

function describeProof(engine: EngineStatus | undefined): TrustWords {
  const trust = engine?.trust;
  const state = !engine?.finalized || !trust ? 'open' : engine.label === 'proved' ? 'checked' : 'claimed';
  return {
    checked: [
      {
        what: FIGURES,
        how: `Merkle proof against ${stateRoot(engine)}, checked here.`,
        state,
      },
      { what: finalWords(engine), how: trust ? finality(trust) : 'Nothing is, before there is a checkpoint.', state },
      {
        what: 'The blocks since the last votes',
        how: trust
          ? `Each is the child of the one before, sealed by the author whose turn it was: ${count(trust.headersChecked, 'header')} and ${count(trust.sealsChecked, 'seal')} checked here.`
          : 'They are checked one by one, from the checkpoint on.',
        state: trust && trust.headersChecked > 0 ? 'checked' : 'open',
      },
      trust ? voters(trust, state === 'open') : { what: VOTERS, how: NO_CHECKPOINT, state: 'open' },
    ],
    unchecked: [
      ...(trust?.overruled ? [overruled(trust.overruled)] : []),
      {
        what: 'Words for calls and events of a block',
        how: 'The bytes are checked; they are put in words by metadata that a server sent, so these words are claimed.',
        state: 'unchecked',
      },
      {
        what: 'Fees that are quoted',
        how: 'A server computes them. What was taken is in the block, and that is checked.',
        state: 'unchecked',
      },
      newest(engine, 'the servers'),
      ...(trust?.anchor.kind === 'pinned' ? [SHIPPED] : []),
      PAGE,
    ],
  };
}

/** Two thirds of the block authors have built on what the voters did not choose: that should never happen. */
const overruled = ({ number }: BlockRef): TrustLine => ({
  what: `Block ${blockNumber(number)}, which was shown as claimed, was overruled`,
  how: 'Most block authors had built on it, and then other votes came. Figures read there are of no chain any more.',
  state: 'unchecked',
});

const NO_CHECKPOINT =
  'There is no checkpoint yet. Several servers are asked for one; until they agree, or you bring one, nothing is shown.';

const SHIPPED: TrustLine = {
  what: 'The checkpoint that came with this page',
  how: 'Whoever makes this page made it. Compare its hash with a block explorer or a node of somebody you trust.',
  state: 'unchecked',
};

const stateRoot = (engine: EngineStatus | undefined) =>
  engine?.finalized
    ? `the state root of block ${blockNumber(engine.finalized.number)}`
    : 'the state root of a final block';

const finalWords = (engine: EngineStatus | undefined) =>
  engine?.finalized ? `Block ${blockNumber(engine.finalized.number)} is final` : 'That a block is final';

function newest(engine: EngineStatus | undefined, who: string): TrustLine {
  const block = engine?.finalized ? `block ${blockNumber(engine.finalized.number)}` : 'the block shown';
  return {
    what: `That ${block} is the newest`,
    how: `All of ${who} together can hold newer blocks back. They cannot forge one.`,
    state: 'unchecked',
  };
}

function finality({ finality, voters, setId, justified, confirmations, votesChecked }: TrustStatus): string {
  const set = `${count(voters, 'known voter')}, set ${unbroken(formatCount(setId))}`;
  const soFar = votesChecked === 0 ? '' : ` (${count(votesChecked, 'vote')} so far)`;
  const votes = `Votes of more than two thirds of ${set}, checked here${soFar}.`;
  if (finality === 'grandpa') return votes;
  return `No votes are served for it yet; ${buildersWords(confirmations)}, more than two thirds, which only they could undo. The last block with votes is ${blockNumber(justified.number)}: ${votes.charAt(0).toLowerCase()}${votes.slice(1)}`;
}

/** `7 of 20 block authors have built on it`. */
export function buildersWords({ authors, of }: TrustStatus['confirmations']): string {
  return `${unbroken(formatCount(authors))} of ${count(of, 'block author')} ${of === 1 ? 'has' : 'have'} built on it`;
}

function voters(trust: TrustStatus, isOpen: boolean): TrustLine {
  const { anchor } = trust;
  const since = 'From there every change of voters was followed here.';
  return {
    what: VOTERS,
    how: `${anchorWords(anchor)} ${since}`,
    state: isOpen ? 'open' : anchor.isConfirmed ? 'checked' : 'claimed',
  };
}

/** Where trust begins, as one or two sentences. */
export function anchorWords(anchor: TrustAnchor): string {
  const block = `the checkpoint of block ${blockNumber(anchor.block.number)}`;
  switch (anchor.kind) {
    case 'genesis':
      return 'From the genesis block of the chain’s specification, which came from the server of this page.';
    case 'pinned':
      return `From ${block}, which was shipped with this page.`;
    case 'imported':
      return `From ${block}, in a file that you chose.`;
    case 'servers': {
      const named = `From ${block}, which ${count(anchor.sources.length, 'server')} named alike`;
      return anchor.isConfirmed
        ? `${named} and you confirmed.`
        : `${named}. You have not confirmed it: figures are marked claimed.`;
    }
  }
}

const blockNumber = (number: number) => unbroken(formatCount(number));
const count = (many: number, one: string) => `${unbroken(formatCount(many))} ${one}${many === 1 ? '' : 's'}`;
