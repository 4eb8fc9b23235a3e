/**
 * The node as components see it: one state fed by the observer's events, a clock, and a few commands.
 *
 * Every accessor is a memo of the one state, so a component runs again only when what it reads has changed.
 */
import type { Accessor, JSX } from 'solid-js';
import { createContext, createEffect, createMemo, createSignal, onCleanup, onMount, useContext } from 'solid-js';
import type { EngineKind } from '../../light/types.ts';
import type { BlockInWords, EngineSetting, Observer, ObserverEvent } from '../../roles/index.ts';
import type { RegisteredChain } from './chains.ts';
import { fetchChains } from './chains.ts';
import { loadEngineChoice, saveEngineChoice } from './engine-choice.ts';
import { afterPaint, openNode } from './open.ts';
import { reduce } from './reduce.ts';
import type { NodeState, SubnetState } from './state.ts';
import { INITIAL_STATE, UNKNOWN_SUBNET } from './state.ts';

export interface LightNode {
  readonly state: Accessor<NodeState>;
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
  /** @throws when the observer is not open yet, or what it throws. */
  readonly readLatestBlock: () => Promise<BlockInWords>;
}

const TICK_MS = 1000;
const NodeContext = createContext<LightNode>();

export function useNode(): LightNode {
  const node = useContext(NodeContext);
  if (!node) throw new Error('useNode is called outside of NodeProvider');
  return node;
}

export function NodeProvider(props: { readonly children: JSX.Element }): JSX.Element {
  const [state, setState] = createSignal(INITIAL_STATE);
  const [chain, setChain] = createSignal<RegisteredChain>();
  const [observer, setObserver] = createSignal<Observer>();
  const dispatch = (event: ObserverEvent) => setState((before) => reduce(before, event));
  let isGone = false;

  async function open(engine?: EngineKind): Promise<void> {
    try {
      const chosen = chain() ?? (await fetchChains())[0]!;
      setChain(chosen);
      await afterPaint();
      const opened = await openNode(chosen, engine ?? loadEngineChoice() ?? chosen.engine);
      if (isGone) return void opened.close();
      setObserver(opened);
    } catch (error) {
      dispatch({ type: 'failure', netuid: undefined, failure: describeOpening(error) });
    }
  }

  onMount(() => void open());
  onCleanup(() => {
    isGone = true;
    void observer()?.close();
  });
  createEffect(() => {
    const opened = observer();
    if (opened) onCleanup(opened.subscribe(dispatch));
  });

  const node: LightNode = {
    state,
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
      if (kind !== state().engine?.kind) saveEngineChoice(kind);
      const opened = observer();
      if (opened) opened.restart(kind);
      else void open(kind);
    },
    chooseEngine: (setting) => observer()?.chooseEngine(setting),
    readLatestBlock() {
      const opened = observer();
      return opened ? opened.readLatestBlock() : Promise.reject(new Error('The light client is not open yet.'));
    },
  };
  return <NodeContext.Provider value={node}>{props.children}</NodeContext.Provider>;
}

/** A part of the state that notifies only when it changed. */
export function useSlice<T>(pick: (state: NodeState) => T): Accessor<T> {
  const { state } = useNode();
  return createMemo(() => pick(state()));
}

function describeOpening(error: unknown) {
  const code =
    typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : 'ui/light-client-not-loaded';
  const detail = error instanceof Error ? error.message : String(error);
  return { code, reason: `The light client could not be opened: ${detail}`, next: 'Try again, or reload the page.' };
}

function createClock(): Accessor<number> {
  const [nowMs, setNowMs] = createSignal(Date.now());
  const timer = setInterval(() => setNowMs(Date.now()), TICK_MS);
  onCleanup(() => clearInterval(timer));
  return nowMs;
}

function createOnline(): Accessor<boolean> {
  const [online, setOnline] = createSignal(navigator.onLine);
  const update = () => setOnline(navigator.onLine);
  window.addEventListener('online', update);
  window.addEventListener('offline', update);
  onCleanup(() => {
    window.removeEventListener('online', update);
    window.removeEventListener('offline', update);
  });
  return online;
}
