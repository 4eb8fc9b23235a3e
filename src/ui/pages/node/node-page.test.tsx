import { readFileSync } from 'node:fs';
import type { JSX } from 'solid-js';
import { renderToString } from 'solid-js/web';
import { describe, expect, it } from 'vitest';
import type { RegisteredChain } from '../../node/chains.ts';
import { decodeChains } from '../../node/chains.ts';
import { NodeContext } from '../../node/node.tsx';
import type { NodeState } from '../../node/state.ts';
import { TruthLabel } from '../../parts/index.ts';
import { FAKE_SERVERS, fakeAnchor, fakeSearch, fakeServers } from '../../testing/fake-proof.ts';
import { nodeOf } from '../../testing/node-of.ts';
import { SAMPLE_NOW_MS, sampleEngine, sampleTrust } from '../../testing/samples.ts';
import { CheckpointSection } from './checkpoint-section.tsx';
import { EngineSection } from './engine-section.tsx';
import { HealthFacts } from './health-facts.tsx';
import { describeMemory } from './memory.ts';
import { SearchTable } from './search-table.tsx';
import { ServerTable } from './server-table.tsx';
import { TabFacts } from './tab-facts.tsx';
import { Transactions } from './transactions.tsx';
import { TrustPanel } from './trust-panel.tsx';

const CHAINS = decodeChains(JSON.parse(readFileSync('public/chains.json', 'utf8')));
const chainOf = (id: string): RegisteredChain => CHAINS.find((chain) => chain.id === id)!;
const FAILURE = { code: 'light/incompatible-runtime', reason: 'smoldot cannot follow it.', next: 'Another can.' };

/** What is read aloud. */
const words = (html: string) =>
  html
    .replace(/<!--.*?-->|<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
const render = (what: () => JSX.Element, state: Partial<NodeState> = {}, chain = chainOf('finney')) =>
  renderToString(() => <NodeContext.Provider value={nodeOf(state, chain)}>{what()}</NodeContext.Provider>);
const proof = (isConfirmed: boolean) =>
  sampleEngine({
    kind: 'proof',
    label: isConfirmed ? 'proved' : 'claimed',
    trust: sampleTrust({ anchor: fakeAnchor('confirmed', isConfirmed, SAMPLE_NOW_MS) }),
    servers: fakeServers('liars', FAKE_SERVERS, 4000),
  });

describe('the checkpoint on the page', () => {
  it('is there with its whole hash, age and servers', () => {
    const html = render(() => <CheckpointSection />, { engine: proof(true) });
    expect(html).toContain(sampleTrust().anchor.block.hash);
    expect(words(html)).toMatch(/4 761 600 .*1 d 4 h ago.*entrypoint\.example\.org.*yes, by you/);
    expect(words(html)).not.toContain('Compare the hash and confirm');
  });

  it('asks to be confirmed while it is only what servers say', () => {
    const html = render(() => <CheckpointSection />, { engine: proof(false) });
    expect(words(html)).toContain('not yet: figures are marked claimed');
    expect(words(html)).toContain('Compare the hash and confirm');
  });

  it('shows each server’s answer while there is none', () => {
    const html = render(() => <CheckpointSection />, { checkpoint: fakeSearch('search', FAKE_SERVERS, 1) });
    expect(words(html)).toMatch(/This is the first visit to this chain/);
    expect(words(html)).toMatch(/entrypoint\.example\.org 4 761 600.*lite\.example\.net asked, no answer yet/);
  });

  it('says what can be done about one that is too old', () => {
    const engine = sampleEngine({ kind: 'proof', failure: { ...FAILURE, code: 'checkpoint/too-old' } });
    const html = render(() => <CheckpointSection />, { engine });
    expect(words(html)).toMatch(/too old to begin with.*Begin anew .*Import a file/);
  });
});

describe('the answers of the servers', () => {
  const table = (isFirst: boolean) =>
    renderToString(() => <SearchTable search={fakeSearch('differ', FAKE_SERVERS, 4)} isFirst={isFirst} />);

  it('are an alert that marks who differs, by a letter and not by colour alone', () => {
    const html = table(false);
    expect(html).toContain('role="alert"');
    expect(words(html)).toMatch(/contradict each other.*lite\.example\.net 4 761 600 Copy block hash \S+ B /);
    expect(words(html)).toContain('checkpoint/servers-differ');
  });

  it('do not repeat the reason that stands above the page', () => {
    expect(words(table(true))).not.toContain('checkpoint/servers-differ');
  });
});

describe('the table of servers', () => {
  const html = renderToString(() => <ServerTable servers={fakeServers('liars', FAKE_SERVERS, 4000)} />);

  it('says of each that is not used why, and when it is again', () => {
    expect(words(html)).toMatch(/lite\.example\.net JSON-RPC proved wrong/);
    expect(words(html)).toMatch(/It is asked again in 52 min\. proof\/bad-proof/);
    expect(words(html)).toMatch(/429: too many requests\. It is asked again in 48 s/);
  });

  it('reads unknown aloud where nothing was measured', () => {
    expect(words(html)).toMatch(/not reached .*unknown/);
  });
});

describe('the choice of an engine', () => {
  it('offers what the chain allows and gives the reason for the rest', () => {
    const html = render(() => <EngineSection />, {}, chainOf('finney'));
    expect(html.match(/<input[^>]*disabled/g)).toHaveLength(2);
    expect(words(html)).toMatch(/smoldot Not on this chain\. finney's runtime lists an empty BabeApi/);
  });

  it('offers the proof engine with one button where smoldot cannot follow the runtime', () => {
    const engine = sampleEngine({ stage: 'failed', failure: FAILURE });
    expect(words(render(() => <EngineSection />, { engine }, chainOf('localnet')))).toContain(
      'Switch to the proof engine',
    );
    expect(words(render(() => <EngineSection />, { engine: sampleEngine() }, chainOf('localnet')))).not.toContain(
      'Switch',
    );
  });
});

describe('the node in figures', () => {
  it('says how many authors have built on the finalized block, and what was checked', () => {
    const told = words(render(() => <HealthFacts />, { engine: proof(true) }));
    expect(told).toMatch(/Built on it 7 of 20 authors/);
    expect(told).toMatch(/Headers checked 4 000 Seals checked 4 000 Votes checked 14 000/);
  });

  it('does not speak of votes where a light client tells of none', () => {
    expect(words(render(() => <HealthFacts />, { engine: sampleEngine() }))).not.toMatch(/Votes|Built/);
  });

  it('keeps the last error in sight, or says that there was none', () => {
    expect(words(render(() => <TabFacts />))).toContain('Last error none in this visit');
    const told = words(render(() => <TabFacts />, { lastFailure: FAILURE, tab: 'follower' }));
    expect(told).toMatch(/shows what another tab verifies/);
    expect(told).toMatch(/smoldot cannot follow it\. light\/incompatible-runtime/);
  });

  it('says the memory where the browser tells it', () => {
    expect(describeMemory({ usedJSHeapSize: 48_200_000 })).toBe('48.2 MB');
    for (const other of [undefined, {}, { usedJSHeapSize: 'much' }, { usedJSHeapSize: 0 }]) {
      expect(describeMemory(other)).toBe('not told by this browser');
    }
  });
});

describe('the trust panel', () => {
  it('says of each line in a word whether it is checked', () => {
    const told = words(render(() => <TrustPanel />, { engine: proof(false) }));
    expect(told).toMatch(/claimed Balances, weights.* not checked Words for calls/);
  });
});

describe('transactions on their way', () => {
  it('are listed, or it is said what would be there', () => {
    const none = renderToString(() => <Transactions transactions={[]} />);
    expect(words(none)).toMatch(/None\. What you sign and send is listed here/);
    const line = { hash: `0x${'12'.repeat(32)}`, what: 'Stake 12 τ', state: 'in block 7', tone: 'waiting' } as const;
    const some = renderToString(() => <Transactions transactions={[line]} />);
    expect(words(some)).toMatch(/Stake 12 τ in block 7/);
    const known = { ...line, next: 'Wait.', label: 'claimed' } as const;
    expect(words(renderToString(() => <Transactions transactions={[known]} />))).toMatch(/in block 7 Wait\. claimed/);
  });
});

describe('a claimed figure', () => {
  it('says in its title what it lacks', () => {
    expect(render(() => <TruthLabel label="claimed" />, { engine: proof(false) })).toMatch(
      /title="[^"]*you have not confirmed/,
    );
    expect(render(() => <TruthLabel label="proved" />, { engine: proof(false) })).toMatch(/title="A Merkle proof/);
  });
});
