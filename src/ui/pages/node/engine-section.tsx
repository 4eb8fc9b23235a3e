/** Which engine follows the chain, why this one, and the others that can or cannot. */
import type { JSX } from 'solid-js';
import { createMemo, For, Show } from 'solid-js';
import type { EngineKind } from '../../../light/types.ts';
import { findNeed } from '../../models/need.ts';
import { ENGINE_HELP, ENGINE_NAMES } from '../../models/node-words.ts';
import { useNode, useSlice } from '../../node/node.tsx';

export function EngineSection(): JSX.Element {
  const { chain, restart } = useNode();
  const kind = createMemo(useSlice((state) => state.engine?.kind));
  const isIncompatible = useSlice((state) => findNeed(state) === 'other-engine');
  const isFollower = useSlice((state) => state.tab === 'follower');
  const chosen = (): EngineKind | undefined => kind() ?? chain()?.engine;
  const offersProof = () => chain()?.engines.some((offer) => offer.kind === 'proof' && offer.isOffered) ?? false;
  const why = () => {
    const followed = chain();
    if (!followed || isIncompatible()) return '';
    return chosen() === followed.engine ? followed.why : 'You chose it on this device.';
  };
  return (
    <section aria-labelledby="engine-title">
      <h2 id="engine-title">Engine</h2>
      <Show when={isIncompatible() && offersProof()}>
        <div class="problem">
          <p>
            This chain’s runtime lists both AuraApi and BabeApi, and smoldot takes the wrong one. The proof engine
            checks headers, votes and proofs itself and does not run the runtime.
          </p>
          <p class="buttons">
            <button type="button" class="button main-button" onClick={() => restart('proof')}>
              Switch to the proof engine
            </button>
          </p>
        </div>
      </Show>
      <p class="dim explain">{why()}</p>
      <fieldset class="offers">
        <legend class="unseen">Engine that follows the chain</legend>
        <For each={chain()?.engines}>
          {(offer) => (
            <label classList={{ off: !offer.isOffered }}>
              <input
                type="radio"
                name="engine"
                disabled={!offer.isOffered}
                checked={chosen() === offer.kind}
                onChange={() => restart(offer.kind)}
              />
              <span>
                {ENGINE_NAMES[offer.kind]}{' '}
                <small>
                  {offer.isOffered ? '' : 'Not on this chain. '}
                  {offer.reason || ENGINE_HELP[offer.kind]}
                </small>
              </span>
            </label>
          )}
        </For>
      </fieldset>
      <p class="faint">
        {isFollower() ? 'Another tab follows the chain; it takes the engine that you choose here. ' : ''}Changing it
        starts the engine anew. What was verified stays.
      </p>
    </section>
  );
}
