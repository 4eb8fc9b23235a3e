/**
 * TAO from the Subtensor pallet's side: its own issuance counter, the subnets' accounts, and the two ways out.
 *
 *   mint     both issuances rise                        recycle  both fall: the emission curve moves back
 *   burn     TAO goes to an account that nobody has; issuance stays
 *
 * (spec economy §1)
 */
import type { Bytes } from '../../../src/chain/bytes.ts';
import { palletAccount, subnetAccount, TOTAL_SUPPLY_RAO } from '../../../src/chain/economy/index.ts';
import { clampU64, larger, smaller } from '../../../src/chain/fixed/index.ts';
import { constants, storage } from '../../../src/chain/schema/index.ts';
import type { State } from '../../state.ts';
import type { Existence } from '../balances.ts';
import { destroy, mint, transfer } from '../balances.ts';
import type { BlockExecution, Outcome } from '../block-execution.ts';

const { TotalIssuance } = storage.SubtensorModule;
const { BurnAccountId } = constants.SubtensorModule;

export { subnetAccount } from '../../../src/chain/economy/index.ts';

/** Where burned TAO stands for ever. */
export const burnAccount = (): Bytes => palletAccount(BurnAccountId.value);

/** New TAO for `who`, clipped to the hard cap. Returns what was minted. */
export function mintTao(execution: BlockExecution, who: Bytes, rao: bigint): bigint {
  const room = TOTAL_SUPPLY_RAO - execution.state.get(storage.Balances.TotalIssuance);
  const minted = larger(smaller(rao, room), 0n);
  mint(execution, who, minted);
  execution.state.change(TotalIssuance, (issuance) => clampU64(issuance + minted));
  return minted;
}

/** Takes TAO of `from` out of the world. Whoever asks has checked that it is there. */
export function recycleTao(execution: BlockExecution, from: Bytes, rao: bigint): void {
  destroy(execution, from, rao);
  execution.state.change(TotalIssuance, (issuance) => clampU64(issuance - rao));
}

export function burnTao(execution: BlockExecution, from: Bytes, rao: bigint, existence?: Existence): Outcome {
  return transfer(execution, from, burnAccount(), rao, existence);
}

/** The TAO that a block gives a subnet: minted on its account, without the events that a transfer would leave. */
export function creditSubnet(state: State, netuid: number, rao: bigint): void {
  if (rao === 0n) return;
  state.change(storage.System.Account, subnetAccount(netuid), (info) => ({
    ...info,
    providers: Math.max(info.providers, 1),
    data: { ...info.data, free: info.data.free + rao },
  }));
  state.change(storage.Balances.TotalIssuance, (issuance) => issuance + rao);
  state.change(TotalIssuance, (issuance) => issuance + rao);
}
