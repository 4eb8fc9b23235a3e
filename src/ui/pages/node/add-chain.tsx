/** A form for a chain of one's own: name, servers, genesis hash, and a specification if there is one. */
import type { JSX } from 'solid-js';
import { createMemo, createSignal, For, Show } from 'solid-js';
import type { ChainDraft } from '../../models/chain-draft.ts';
import { EMPTY_DRAFT, readDraft } from '../../models/chain-draft.ts';
import { MAX_CUSTOM_CHAINS } from '../../node/custom-chains.ts';
import { useNode } from '../../node/node.tsx';
import { createAction, PageError } from './action.ts';
import { MAX_SPEC_FILE_BYTES, readTextFile } from './checkpoint-file.ts';
import { keepSpecification } from './keep-specification.ts';
import { ActionOutcome } from './outcome.tsx';

export function AddChain(): JSX.Element {
  const { chains, addChain } = useNode();
  const [draft, setDraft] = createSignal<ChainDraft>(EMPTY_DRAFT);
  let fileInput!: HTMLInputElement;
  const [isTried, setTried] = createSignal(false);
  const taken = () => chains().map(({ id }) => id);
  const read = createMemo(() => readDraft(draft(), taken(), location.protocol === 'https:'));
  const problems = () => {
    const outcome = read();
    return isTried() && !outcome.ok ? outcome.problems : [];
  };
  const change = (part: Partial<ChainDraft>) => setDraft((before) => ({ ...before, ...part }));

  const adding = createAction<void>(async () => {
    const outcome = read();
    if (!outcome.ok) return '';
    if (chains().filter(({ isCustom }) => isCustom).length >= MAX_CUSTOM_CHAINS) {
      throw new PageError('ui/too-many-chains', `No more than ${MAX_CUSTOM_CHAINS} chains can be added.`);
    }
    const { specText } = draft();
    if (specText !== undefined) await keepSpecification(outcome.chain, specText);
    const isKept = await addChain(outcome.chain);
    setDraft(EMPTY_DRAFT);
    fileInput.value = '';
    reading.clear();
    setTried(false);
    const until = isKept ? '' : ' This browser keeps nothing: it is there as long as this page.';
    return `${outcome.chain.name} is added.${until}`;
  }, 'Nothing was added.');
  const reading = createAction<File>(async (file) => {
    change({ specText: undefined });
    const text = await readTextFile(file, MAX_SPEC_FILE_BYTES);
    try {
      JSON.parse(text);
    } catch (error) {
      throw new PageError(
        'ui/bad-spec-file',
        `“${file.name}” is no JSON: ${error instanceof Error ? error.message : error}`,
      );
    }
    change({ specText: text });
    return `${file.name} will be used.`;
  }, 'Choose the raw chain specification, a JSON file.');

  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    setTried(true);
    if (read().ok) adding.run();
  };
  return (
    <details class="settings">
      <summary>Add a chain</summary>
      <form onSubmit={submit} novalidate class="fields" aria-describedby="chain-problems">
        <Text name="Name" value={draft().name} onInput={(name) => change({ name })} />
        <label class="field">
          <span>
            Servers <small>one address per line, two or more are better</small>
          </span>
          <textarea
            class="mono"
            rows={3}
            spellcheck={false}
            autocomplete="off"
            value={draft().servers}
            onInput={(event) => change({ servers: event.currentTarget.value })}
          />
        </label>
        <Text
          name="Genesis hash"
          isMono
          value={draft().genesisHash}
          onInput={(genesisHash) => change({ genesisHash })}
        />
        <label class="field">
          <span>
            Specification <small>optional; smoldot needs it</small>
          </span>
          <input
            ref={fileInput}
            type="file"
            accept="application/json,.json"
            onChange={(event) => {
              const file = event.currentTarget.files?.[0];
              if (file) return reading.run(file);
              change({ specText: undefined });
              reading.clear();
            }}
          />
        </label>
        <ActionOutcome action={reading} />
        <div class="pair">
          <Text
            name="GRANDPA set at genesis"
            value={draft().genesisSetId}
            onInput={(genesisSetId) => change({ genesisSetId })}
          />
          <Text
            name="Seconds per block"
            value={draft().blockTimeSeconds}
            onInput={(blockTimeSeconds) => change({ blockTimeSeconds })}
          />
        </div>
        <div id="chain-problems" class="problems" role="status">
          <For each={problems()}>{(problem) => <p class="bad">{problem}</p>}</For>
        </div>
        <p class="buttons">
          <button type="submit" class="button" disabled={adding.isRunning() || reading.isRunning()}>
            Add
          </button>
        </p>
      </form>
      <Show when={adding.done() !== '' || adding.failure()}>
        <ActionOutcome action={adding} />
      </Show>
    </details>
  );
}

interface TextProps {
  readonly name: string;
  readonly value: string;
  readonly isMono?: boolean;
  readonly onInput: (value: string) => void;
}

function Text(props: TextProps): JSX.Element {
  return (
    <label class="field">
      <span>{props.name}</span>
      <input
        type="text"
        classList={{ mono: props.isMono ?? false }}
        autocomplete="off"
        spellcheck={false}
        value={props.value}
        onInput={(event) => props.onInput(event.currentTarget.value)}
      />
    </label>
  );
}
