/**
 * Calls within calls: the type of a `RuntimeCall` where it is an argument of another call.
 *
 * The enum of all calls contains itself (`Utility.batch`, `Sudo.sudo`, `Proxy.proxy`, …). TypeScript cannot infer a type
 * from its own definition, so an inner call is typed loosely; every `RuntimeCall` is an `InnerCall`.
 */
import { variant } from '../../scale/index.ts';
import { accountId, h160 } from './basic.ts';

/** Any call: `{ type: 'Balances', value: [{ type: 'burn', value: { … } }] }`. */
export interface InnerCall {
  readonly type: string;
  readonly value: readonly [{ readonly type: string; readonly value: unknown }];
}

/** On whose behalf `Utility.dispatch_as` acts. */
export const originCaller = variant(['node_subtensor_runtime', 'OriginCaller'], {
  system: [
    0,
    [
      variant(
        ['frame_support', 'dispatch', 'RawOrigin'],
        { Root: [0, []], Signed: [1, [accountId]], None: [2, []], Authorized: [3, []] },
        [{ name: 'AccountId', codec: accountId }],
      ),
    ],
  ],
  Ethereum: [21, [variant(['pallet_ethereum', 'RawOrigin'], { EthereumTransaction: [0, [h160]] })]],
});
