/**
 * The node as components see it: one state fed by the observer's events, a clock, and a few commands.
 *
 * Every accessor is a memo of the one state, so a component runs again only when what it reads has changed.
 */
import type { Accessor, JSX } from 'solid-js';
import { createContext, createEffect, createMemo, createSignal, onCleanup, onMount, useContext } from 'solid-js';
import type { EngineKind } from '../../light/types.ts';
import type { EngineSetting, Observer, ObserverEvent } from '../../roles/index.ts';
import { CHAIN_PARAMETER, loadChainChoice, pickChain, saveChainChoice } from './chain-choice.ts';
import type { RegisteredChain } from './chains.ts';
import { loadEngineChoice, saveEngineChoice } from './engine-choice.ts';
import { afterPaint, openNode } from './open.ts';
import { reduce } from './reduce.ts';
import { createClock, createOnline } from './signals.ts';
import type { NodeState, SubnetState } from './state.ts';
import { INITIAL_STATE, UNKNOWN_SUBNET } from './state.ts';
import { watchWaking } from './wake.ts';

/** The observer's commands about the checkpoint and the servers; each rejects while the observer is not open. */
type PassedOn = Pick<
  Observer,
  | 'exportCheckpoint'
  | 'importCheckpoint'
  | 'confirmCheckpoint'
  | 'compareCheckpoint'
  | 'resetCheckpoint'
  | 'chooseServers'
  | 'submitTransaction'
  | 'readLatestBlock'
>;

export interface LightNode extends PassedOn {
  readonly state: Accessor<NodeState>;
  /** The registry's chains, then those added on this device; empty until the registry was read. */
  readonly chains: Accessor<readonly RegisteredChain[]>;
  /** Ends what runs, follows this chain instead and keeps the choice. Its servers are dialled from now on. */
  readonly chooseChain: (id: string) => void;
  /** Adds a chain on this device, in place of one with its id. Resolves with whether it is kept for the next visit. */
  readonly addChain: (chain: RegisteredChain) => Promise<boolean>;
  /** Forgets a chain that was added here; the one that is followed stays until another is chosen. */
  readonly removeChain: (id: string) => Promise<void>;
  /** Undefined until the registry was read. */
  readonly chain: Accessor<RegisteredChain | undefined>;
  /** As the chain's runtime says, until then as the registry does; 0 before that. */
  readonly blockTimeMs: Accessor<number>;
  readonly subnet: (netuid: number) => SubnetState;
  /** Wall-clock ms, renewed every second. */
  readonly nowMs: Accessor<number>;
  /** What the browser says about the network; loopback works without one. */
  readonly online: Accessor<boolean>;
  /** Keeps a subnet fresh while the calling component lives; `netuid` may change. */
  readonly watch: (netuid: Accessor<number | undefined>) => void;
  readonly restart: (kind: EngineKind) => void;
  /** Chooses who recomputes epochs. Nothing happens while the observer is not open. */
  readonly chooseEngine: (setting: EngineSetting) => void;
  /** Whatever waits for its next turn has it now. Browsers' own signs of waking do the same. */
  readonly wake: () => void;
}

/** Where components find the node; tests put a node of their own there. */
export const NodeContext = createContext<LightNode>();

export function useNode(): LightNode {
  const node = useContext(NodeContext);
  if (!node) throw new Error('useNode is called outside of NodeProvider');
  return node;
}

/** For parts that also stand alone: undefined outside of `NodeProvider`. */
export const useNodeIfAny = (): LightNode | undefined => useContext(NodeContext);

export function NodeProvider(props: { readonly children: JSX.Element }): JSX.Element {
  const [state, setState] = createSignal(INITIAL_STATE);
  const [chains, setChains] = createSignal<readonly RegisteredChain[]>([]);
  const [chain, setChain] = createSignal<RegisteredChain>();
  const [observer, setObserver] = createSignal<Observer>();
  const dispatch = (event: ObserverEvent) => setState((before) => reduce(before, event));
  /** Which opening is the last one: what an earlier one has opened is closed again. */
  let opening = 0;

  async function open(engine?: EngineKind): Promise<void> {
    const mine = ++opening;
    try {
      if (chains().length === 0) setChains(await loadChains());
      const chosen = chain() ?? chooseFirst(chains());
      setChain(chosen);
      await afterPaint();
      const opened = await openNode(chosen, engine ?? loadEngineChoice(chosen));
      if (mine !== opening) return void opened.close();
      setObserver(opened);
    } catch (error) {
      if (mine === opening) dispatch({ type: 'failure', netuid: undefined, failure: describeOpening(error) });
    }
  }

  /** Ends the observer that runs, if any. It may be closed twice. */
  async function end(): Promise<void> {
    opening++;
    const before = observer();
    setObserver(undefined);
    await before?.close();
  }

  async function chooseChain(id: string): Promise<void> {
    const next = chains().find((candidate) => candidate.id === id);
    if (!next || id === chain()?.id) return;
    saveChainChoice(id);
    await end().catch((error: unknown) => console.warn('The chain before did not end well.', error));
    setState((before) => ({ ...INITIAL_STATE, compute: before.compute }));
    setChain(next);
    await open();
  }

  async function keepOwn(): Promise<boolean> {
    const { saveCustomChains } = await import('./custom-chains.ts');
    return saveCustomChains(chains().filter(({ isCustom }) => isCustom));
  }

  const ask = <T,>(command: (opened: Observer) => Promise<T>): Promise<T> => {
    const opened = observer();
    return opened ? command(opened) : Promise.reject(new Error('The light client is not open yet.'));
  };

  onMount(() => void open());
  onCleanup(() => void end());
  watchWaking(() => observer()?.wake());
  createEffect(() => {
    const opened = observer();
    if (opened) onCleanup(opened.subscribe(dispatch));
  });

  const node: LightNode = {
    state,
    chains,
    chooseChain: (id) => void chooseChain(id),
    async addChain(added) {
      setChains((known) => [...known.filter(({ id }) => id !== added.id), added]);
      return keepOwn();
    },
    async removeChain(id) {
      if (!chains().some((candidate) => candidate.id === id && candidate.isCustom)) return;
      setChains((known) => known.filter((candidate) => candidate.id !== id));
      await keepOwn();
      const { forgetChain } = await import('./forget-chain.ts');
      await forgetChain(id);
    },
    chain,
    blockTimeMs: createMemo(() => state().engine?.blockTimeMs ?? chain()?.blockTimeMs ?? 0),
    subnet: (netuid) => state().bySubnet[netuid] ?? UNKNOWN_SUBNET,
    nowMs: createClock(),
    online: createOnline(),
    watch(netuid) {
      createEffect(() => {
        const watched = netuid();
        const opened = observer();
        if (watched !== undefined && opened) onCleanup(opened.watchSubnet(watched));
      });
    },
    restart(kind) {
      const followed = chain();
      if (followed && kind !== state().engine?.kind) saveEngineChoice(followed.id, kind);
      const opened = observer();
      if (opened) opened.restart(kind);
      else void open(kind);
    },
    chooseEngine: (setting) => observer()?.chooseEngine(setting),
    wake: () => observer()?.wake(),
    exportCheckpoint: () => ask((opened) => opened.exportCheckpoint()),
    importCheckpoint: (text) => ask((opened) => opened.importCheckpoint(text)),
    confirmCheckpoint: () => ask((opened) => opened.confirmCheckpoint()),
    compareCheckpoint: () => ask((opened) => opened.compareCheckpoint()),
    resetCheckpoint: () => ask((opened) => opened.resetCheckpoint()),
    submitTransaction: (signed) => ask((opened) => opened.submitTransaction(signed)),
    chooseServers: (addresses) => ask((opened) => opened.chooseServers(addresses)),
    readLatestBlock: () => ask((opened) => opened.readLatestBlock()),
  };
  return <NodeContext.Provider value={node}>{props.children}</NodeContext.Provider>;
}

/** A part of the state that notifies only when it changed. */
export function useSlice<T>(pick: (state: NodeState) => T): Accessor<T> {
  const { state } = useNode();
  return createMemo(() => pick(state()));
}

async function loadChains(): Promise<readonly RegisteredChain[]> {
  const [{ readChains }, response] = await Promise.all([import('./load-chains.ts'), fetch('/chains.json')]);
  return readChains(response);
}

/** Opening a link to a chain is choosing it. @throws UnknownChainError */
function chooseFirst(chains: readonly RegisteredChain[]): RegisteredChain {
  const named = new URLSearchParams(location.search).get(CHAIN_PARAMETER);
  const chosen = pickChain(chains, named, loadChainChoice());
  if (named !== null) saveChainChoice(chosen.id);
  return chosen;
}

function describeOpening(error: unknown) {
  const code =
    typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : 'ui/light-client-not-loaded';
  const detail = error instanceof Error ? error.message : String(error);
  if (code === 'ui/unknown-chain') return { code, reason: detail, next: 'Nothing is dialled until you choose one.' };
  return {
    code,
    reason: `The light client could not be opened: ${detail}`,
    next: 'Try again, or choose another chain on the Node page.',
  };
}
