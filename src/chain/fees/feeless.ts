/** Calls that cost nothing (`Pays::No`; spec participation §2). */
import type { InnerCall } from '../schema/index.ts';

/** Whether a chain of ours runs them or filters them. */
const FEELESS: Readonly<Record<string, readonly string[]>> = {
  SubtensorModule: [
    'set_weights',
    'set_mechanism_weights',
    'batch_set_weights',
    'commit_weights',
    'commit_mechanism_weights',
    'batch_commit_weights',
    'reveal_weights',
    'reveal_mechanism_weights',
    'batch_reveal_weights',
    'commit_crv3_mechanism_weights',
    'commit_timelocked_weights',
    'commit_timelocked_mechanism_weights',
    'serve_axon',
    'serve_axon_tls',
    'serve_prometheus',
    'increase_take',
    'decrease_take',
    'associate_evm_key',
  ],
  Commitments: ['set_commitment'],
};

export const isFeeless = (call: InnerCall): boolean =>
  Object.hasOwn(FEELESS, call.type) && FEELESS[call.type]!.includes(call.value[0].type);
