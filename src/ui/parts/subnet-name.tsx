/** A subnet's name and symbol. Owners choose them freely: isolated in direction, bounded in width. */
import type { JSX } from 'solid-js';

export function SubnetName(props: { readonly name: string; readonly symbol: string }): JSX.Element {
  return (
    <>
      <bdi class="subnet-name" title={props.name}>
        {props.name}
      </bdi>{' '}
      <bdi class="symbol">{props.symbol}</bdi>
    </>
  );
}
