/** The types of proxies in the chain's order: index → name, and back. */
import type { ProxyType } from './proxy-filters.ts';

export const PROXY_TYPE_INDEX: Readonly<Record<ProxyType, number>> = {
  Any: 0,
  Owner: 1,
  NonCritical: 2,
  NonTransfer: 3,
  Senate: 4,
  NonFungible: 5,
  Triumvirate: 6,
  Governance: 7,
  Staking: 8,
  Registration: 9,
  Transfer: 10,
  SmallTransfer: 11,
  RootWeights: 12,
  ChildKeys: 13,
  SudoUncheckedSetCode: 14,
  SwapHotkey: 15,
  SubnetLeaseBeneficiary: 16,
  RootClaim: 17,
};
