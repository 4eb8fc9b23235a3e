/** An address that leads nowhere. */
import { A, useLocation } from '@solidjs/router';
import type { JSX } from 'solid-js';
import { Empty } from '../parts/index.ts';
import { useTitle } from './title.ts';

export function NotFound(): JSX.Element {
  const location = useLocation();
  useTitle(() => 'Not found');
  return (
    <>
      <h1>Not found</h1>
      <Empty title="There is no page at this address.">
        <code>{location.pathname}</code> names nothing here. <A href="/">Overview</A> and <A href="/subnets">Subnets</A>{' '}
        do.
      </Empty>
    </>
  );
}
