/** The tabs of a subnet's page and their addresses. */
export const TABS = ['metagraph', 'audit', 'hyperparameters'] as const;
export type Tab = (typeof TABS)[number];

export const TAB_NAMES: Readonly<Record<Tab, string>> = {
  metagraph: 'Metagraph',
  audit: 'Audit',
  hyperparameters: 'Hyperparameters',
};

/** The metagraph is the page itself; the others have a path of their own, so that they can be linked to. */
export function tabPath(netuid: number, tab: Tab): string {
  return tab === 'metagraph' ? `/subnets/${netuid}` : `/subnets/${netuid}/${tab}`;
}
