/** Transactions that are followed. How is not the page's business: it is given a list. */
import type { JSX } from 'solid-js';
import { For, Show } from 'solid-js';
import { shortHash } from '../../format/index.ts';
import type { TransactionLine } from '../../models/transaction-lines.ts';
import { Copyable, Scroll, TruthLabel } from '../../parts/index.ts';

export function Transactions(props: { readonly transactions: readonly TransactionLine[] }): JSX.Element {
  return (
    <section aria-labelledby="transactions-title">
      <h2 id="transactions-title">Transactions</h2>
      <Show
        when={props.transactions.length > 0}
        fallback={
          <p class="dim explain">
            None. What you sign and send is listed here until the block that it is in is final, also after a reload.
          </p>
        }
      >
        <Scroll name="Table of transactions">
          <table class="held">
            <thead>
              <tr>
                <th scope="col">Transaction</th>
                <th scope="col">State</th>
                <th scope="col">Known</th>
                <th scope="col">Hash</th>
              </tr>
            </thead>
            <tbody>
              <For each={props.transactions}>
                {(line) => (
                  <tr>
                    <th scope="row">{line.what}</th>
                    <td class="docs">
                      <span class={`dot still ${line.tone}`} aria-hidden="true" />
                      {line.state} <span class="dim">{line.next}</span>
                    </td>
                    <td>
                      <Show when={line.label}>{(label) => <TruthLabel label={label()} />}</Show>
                    </td>
                    <td>
                      <Copyable name="transaction hash" full={line.hash} short={shortHash(line.hash)} />
                    </td>
                  </tr>
                )}
              </For>
            </tbody>
          </table>
        </Scroll>
      </Show>
    </section>
  );
}
