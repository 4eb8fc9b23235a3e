/**
 * The justifications of the last finalized blocks, for `chain_getBlock` and `grandpa_subscribeJustifications`.
 *
 * The chain itself keeps only the newest. Blocks that became final together with a later one have none.
 */
import type { Bytes } from '../../src/chain/bytes.ts';
import { toHex } from '../../src/chain/bytes.ts';
import { justificationServed } from '../p2p/index.ts';
import type { Block, ChainView, Finality, Lies } from '../types.ts';
import type { Methods } from './json-rpc.ts';
import { MAX_JUSTIFICATIONS } from './limits.ts';
import type { Send, Stop } from './subscriptions.ts';

export class Justifications {
  readonly #chain: ChainView;
  readonly #lies: Lies;
  /** By the block's hash. Not with the blocks: those keep their states. */
  readonly #recent = new Map<string, Bytes>();
  readonly #stop: Stop;

  constructor(chain: ChainView, lies: Lies) {
    this.#chain = chain;
    this.#lies = lies;
    if (chain.lastFinality) this.#remember(chain.lastFinality);
    this.#stop = chain.subscribe((event) => {
      if (event.type === 'finalized') this.#remember(event.finality);
    });
  }

  of(block: Block): Bytes | undefined {
    const justification = this.#recent.get(toHex(block.hash));
    return justification && justificationServed({ justification }, this.#lies);
  }

  methods(): Methods {
    const family = 'Justifications';
    return {
      grandpa_subscribeJustifications: (_, subscriptions) =>
        subscriptions.open(family, 'grandpa_justifications', (send) => this.#follow(send)),
      grandpa_unsubscribeJustifications: (params, subscriptions) =>
        subscriptions.close(family, params.text(0, 'subscription')),
    };
  }

  close(): void {
    this.#stop();
  }

  #follow(send: Send): Stop {
    return this.#chain.subscribe((event) => {
      if (event.type === 'finalized') send(toHex(justificationServed(event.finality, this.#lies)));
    });
  }

  #remember(finality: Finality): void {
    this.#recent.set(toHex(finality.block.hash), finality.justification);
    const [oldest] = this.#recent.keys();
    if (this.#recent.size > MAX_JUSTIFICATIONS && oldest !== undefined) this.#recent.delete(oldest);
  }
}
