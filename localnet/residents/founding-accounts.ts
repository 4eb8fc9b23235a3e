/**
 * Who has TAO when the chain begins, and how much of it there is.
 *
 *   Σ accounts = Balances.TotalIssuance = SubtensorModule.TotalIssuance        free(subnet's account) = SubnetTAO
 *
 * The development accounts have what the node's own localnet gives them (spec storage §11).
 */
import type { Bytes } from '../../src/chain/bytes.ts';
import { toHex } from '../../src/chain/bytes.ts';
import { TOTAL_SUPPLY_RAO } from '../../src/chain/economy/index.ts';
import { storage } from '../../src/chain/schema/index.ts';
import { LocalnetError } from '../chain/error.ts';
import { subnetAccount } from '../pallets/subtensor/treasury.ts';
import type { State } from '../state.ts';
import { devAccount, mutePublicKey } from './keys.ts';
import { TAO } from './tao.ts';
import type { Cast } from './types.ts';

const { Balances, SubtensorModule: subtensor, System } = storage;

const ENDOWMENTS: Readonly<Record<string, bigint>> = {
  Alice: 1_000_000n * TAO,
  Bob: 1_000_000n * TAO,
  Charlie: 1_000_000n * TAO,
  Dave: 2_000n * TAO,
  Eve: 2_000n * TAO,
  Ferdie: 2_000n * TAO,
  One: 2_000n * TAO,
  Two: 2_000n * TAO,
  Three: 2_000n * TAO,
  Four: 2_000n * TAO,
};
/** What every coldkey of the cast has to spend. */
const COLDKEY_BALANCE = 10n * TAO;

/** The development accounts, and rao that each of them begins with. */
export const devEndowments = (): (readonly [account: Bytes, rao: bigint])[] =>
  Object.entries(ENDOWMENTS).map(([name, rao]) => [devAccount(name), rao] as const);

/** Where the TAO stands that the chosen issuance has beyond what people hold. Nobody has the key. */
export const treasuryAccount = (): Bytes => mutePublicKey('localnet', 'treasury');

/** Fills the accounts and both issuances. The subnets' pools and root's stake must be in the state already. */
export function foundAccounts(state: State, cast: Cast, issuanceRao: bigint | undefined): void {
  const balances = balancesOf(state, cast);
  const held = [...balances.values()].reduce((sum, { rao }) => sum + rao, 0n);
  const issuance = issuanceRao ?? held;
  if (issuance < held || issuance > TOTAL_SUPPLY_RAO) {
    const reason = `an issuance of ${issuance / TAO} TAO cannot be: people here hold ${held / TAO}, and ${TOTAL_SUPPLY_RAO / TAO} is the most`;
    throw new LocalnetError('localnet/bad-issuance', reason);
  }
  if (issuance > held) {
    const treasury = treasuryAccount();
    balances.set(toHex(treasury), { account: treasury, rao: issuance - held });
  }
  const { data, ...info } = System.Account.absent;
  for (const { account, rao } of balances.values()) {
    state.put(System.Account, account, { ...info, providers: 1, data: { ...data, free: rao } });
  }
  state.put(Balances.TotalIssuance, issuance);
  state.put(subtensor.TotalIssuance, issuance);
}

function balancesOf(state: State, { root, subnets, nominations }: Cast) {
  const balances = new Map<string, { readonly account: Bytes; readonly rao: bigint }>();
  const endow = (account: Bytes, rao: bigint) => balances.set(toHex(account), { account, rao });
  for (const { coldkey } of [...root, ...nominations, ...subnets.flatMap(({ neurons }) => neurons)]) {
    endow(coldkey, COLDKEY_BALANCE);
  }
  for (const [account, rao] of devEndowments()) endow(account, rao);
  for (const netuid of [0, ...subnets.map((subnet) => subnet.netuid)]) {
    endow(subnetAccount(netuid), state.get(subtensor.SubnetTAO, netuid));
  }
  return balances;
}
