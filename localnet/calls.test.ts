import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import type { AnyPallet } from '../src/chain/schema/index.ts';
import { pallets } from '../src/chain/schema/index.ts';
import { isHandled } from './pallets/dispatch.ts';

/** `Pallet.call` in the first column of the table. */
const listed = readFileSync(new URL('README.md', import.meta.url), 'utf8')
  .split('\n')
  .filter((line) => /^\| `[A-Z]/.test(line))
  .flatMap((row) => [...row.split('|')[1]!.matchAll(/`(\w+\.\w+)`/g)].map(([, name]) => name!));

const missing = (pallets as readonly AnyPallet[]).flatMap(({ name: pallet, calls }) => {
  const shape = calls?.shape();
  const names = shape?.kind === 'variant' ? shape.variants.map(({ name }) => name) : [];
  return names
    .filter((name) => !isHandled({ type: pallet, value: [{ type: name, value: undefined }] }))
    .map((name) => `${pallet}.${name}`);
});

it('the README lists exactly the calls that this chain does not do, each once', () => {
  expect([...listed].sort()).toEqual(missing.sort());
});
