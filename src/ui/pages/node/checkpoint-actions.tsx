/** What a person can do about the checkpoint: confirm, compare, import, export, begin anew. */
import type { JSX } from 'solid-js';
import { createSignal, Show } from 'solid-js';
import type { TrustAnchor } from '../../../light/types.ts';
import { useNode, useSlice } from '../../node/node.tsx';
import { createAction } from './action.ts';
import { downloadText, MAX_CHECKPOINT_FILE_BYTES, readTextFile } from './checkpoint-file.ts';
import { ConfirmDialog } from './confirm-dialog.tsx';
import { Dialog } from './dialog.tsx';
import { ActionOutcome } from './outcome.tsx';

export interface CheckpointActionsProps {
  /** Undefined: there is no checkpoint yet. */
  readonly anchor: TrustAnchor | undefined;
  readonly isSearching: boolean;
  readonly isTooOld: boolean;
}

export function CheckpointActions(props: CheckpointActionsProps): JSX.Element {
  const node = useNode();
  const [asks, setAsks] = createSignal<'confirm' | 'reset'>();
  const [isOver, setOver] = createSignal(false);
  let input!: HTMLInputElement;
  /** Only the tab that leads can do any of this. */
  const isFollower = useSlice((state) => state.tab === 'follower');
  const isBusy = () => doing.isRunning() || isFollower();
  const name = () => node.chain()?.name ?? 'chain';

  const doing = createAction<() => Promise<string>>((work) => work(), 'What was there stays as it was.');
  const importing = (file: File | undefined) => {
    if (!file || isBusy()) return;
    doing.run(async () => {
      await node.importCheckpoint(await readTextFile(file, MAX_CHECKPOINT_FILE_BYTES));
      return `The chain is followed from the checkpoint in ${file.name}.`;
    });
  };
  const confirm = () =>
    doing.run(async () => {
      await node.confirmCheckpoint();
      return 'Confirmed: figures that are checked from it are called proved.';
    });
  const compare = () =>
    doing.run(async () => {
      // Without a checkpoint there is nothing to compare with: the engine begins with asking for one.
      if (props.anchor) await node.compareCheckpoint();
      else node.restart('proof');
      return '';
    });
  const exporting = () =>
    doing.run(async () => {
      const file = `yumalight-${node.chain()?.id ?? 'chain'}-checkpoint-${Date.now()}.json`;
      downloadText(file, await node.exportCheckpoint());
      return `Saved as ${file}.`;
    });
  const reset = () =>
    doing.run(async () => {
      await node.resetCheckpoint();
      return 'The checkpoint is forgotten; another one is looked for.';
    });

  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    importing(event.dataTransfer?.files[0]);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping a file is one more way; the button beside does the same.
    <div
      class="drop"
      classList={{ over: isOver() }}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <p class="buttons">
        <Show when={props.anchor && !props.anchor.isConfirmed}>
          <button type="button" class="button main-button" disabled={isBusy()} onClick={() => setAsks('confirm')}>
            Compare the hash and confirm
          </button>
        </Show>
        <Show when={props.isTooOld}>
          <button type="button" class="button main-button" disabled={isBusy()} onClick={() => setAsks('reset')}>
            Begin anew
          </button>
        </Show>
        <button type="button" class="button" disabled={props.isSearching || isBusy()} onClick={compare}>
          {props.anchor ? 'Compare with servers' : 'Ask the servers again'}
        </button>
        <button type="button" class="button" disabled={isBusy()} onClick={() => input.click()}>
          Import a file
        </button>
        <Show when={props.anchor}>
          <button type="button" class="button" disabled={isBusy()} onClick={exporting}>
            Export
          </button>
        </Show>
        <Show when={props.anchor && !props.isTooOld}>
          <button type="button" class="button" disabled={isBusy()} onClick={() => setAsks('reset')}>
            Begin anew
          </button>
        </Show>
      </p>
      <p class="faint">
        {isFollower()
          ? 'Another tab follows the chain. The checkpoint is looked after there.'
          : 'A checkpoint file can also be dropped here.'}
      </p>
      <input
        ref={input}
        type="file"
        accept="application/json,.json"
        hidden
        aria-label="Checkpoint file"
        onChange={(event) => {
          importing(event.currentTarget.files?.[0]);
          event.currentTarget.value = '';
        }}
      />
      <ActionOutcome action={doing} />
      <Show when={props.anchor}>
        {(anchor) => (
          <ConfirmDialog
            anchor={anchor()}
            chain={name()}
            isOpen={asks() === 'confirm'}
            onConfirm={confirm}
            onClose={() => setAsks(undefined)}
          />
        )}
      </Show>
      <Dialog
        title="Forget this checkpoint?"
        isOpen={asks() === 'reset'}
        yes="Forget it and begin anew"
        onYes={reset}
        onClose={() => setAsks(undefined)}
      >
        <p>
          {name()} is then followed from the beginning: from what came with this page, or from a block that several
          servers name. Export it first if you may want it back.
        </p>
      </Dialog>
    </div>
  );
}
