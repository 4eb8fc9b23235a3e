/**
 * What each connected peer may cost us. Budgets live as long as their connection.
 */
import { ByteBudget } from './budget.ts';
import { MAX_INCOMING_BYTES_PER_PEER, MAX_OUTGOING_BYTES_PER_PEER } from './limits.ts';
import type { Connection, PeerBudget } from './substream.ts';

export class Peers {
  readonly #budgets = new WeakMap<Connection, PeerBudget>();

  budgetOf(connection: Connection): PeerBudget {
    let budget = this.#budgets.get(connection);
    if (!budget) {
      budget = {
        incoming: new ByteBudget(MAX_INCOMING_BYTES_PER_PEER, 'of unfinished frames'),
        outgoing: new ByteBudget(MAX_OUTGOING_BYTES_PER_PEER, 'that it does not take'),
      };
      this.#budgets.set(connection, budget);
    }
    return budget;
  }
}
