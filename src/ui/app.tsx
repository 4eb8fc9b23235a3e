/** Which address shows which page. Pages are chunks of their own; the shell is not. */
import { Route, Router } from '@solidjs/router';
import type { JSX } from 'solid-js';
import { lazy } from 'solid-js';
import { NodeProvider } from './node/node.tsx';
import { NotFound } from './pages/not-found.tsx';
import { TABS } from './pages/subnet/tabs.ts';
import { Shell } from './shell/index.ts';

const Overview = lazy(async () => ({ default: (await import('./pages/overview/index.ts')).Overview }));
const Subnets = lazy(async () => ({ default: (await import('./pages/subnets/index.ts')).Subnets }));
const Subnet = lazy(async () => ({ default: (await import('./pages/subnet/index.ts')).Subnet }));
const NodePage = lazy(async () => ({ default: (await import('./pages/node/index.ts')).NodePage }));

/** Netuids are u16. */
const SUBNET_ADDRESS = { netuid: /^\d{1,5}$/, tab: TABS.filter((tab) => tab !== 'metagraph') };

export function App(): JSX.Element {
  return (
    <NodeProvider>
      <Router root={Shell}>
        <Route path="/" component={Overview} />
        <Route path="/subnets" component={Subnets} />
        <Route path="/subnets/:netuid/:tab?" component={Subnet} matchFilters={SUBNET_ADDRESS} />
        <Route path="/node" component={NodePage} />
        <Route path="*" component={NotFound} />
      </Router>
    </NodeProvider>
  );
}
