/**
 * `npm run bench -- NAME [SECTION…]`: runs one benchmark; prints a table, then one line of JSON.
 * Timings are of this machine in this run; compare ratios within a run, not digits between machines.
 */
import { parseArgs } from 'node:util';
import { rerunWithVulkan } from '../scripts/vulkan.mjs';
import type { Benchmark } from './types.ts';

const BENCHMARKS: Readonly<Record<string, () => Promise<Benchmark>>> = {
  start: async () => (await import('./start.ts')).start,
  epoch: async () => (await import('./epoch.ts')).epoch,
  scoring: async () => (await import('./scoring.ts')).scoring,
  guarantees: async () => (await import('./guarantees.ts')).guarantees,
  localnet: async () => (await import('./localnet.ts')).localnet,
  light: async () => (await import('./light.ts')).light,
};

/** Small times and ratios say something only behind the point. */
function digits(value: number, unit: string): number {
  if (unit === 'ratio') return 5;
  return unit === 'ms' && value < 10 ? 3 : 1;
}

const { positionals } = parseArgs({ allowPositionals: true });
const name = positionals[0] ?? '';
const load = BENCHMARKS[name];
if (!load) {
  console.error(`expected one of: ${Object.keys(BENCHMARKS).join(', ')}; got ${JSON.stringify(name)}`);
  process.exit(2);
}
// Benchmarks of engines compute on Vulkan, whose driver must be named before a process starts.
const rerun = await rerunWithVulkan();
if (rerun !== undefined) process.exit(rerun);
const rows = await (await load())(positionals.slice(1));
const width = Math.max(...rows.map((row) => row.what.length));
for (const { what, value, unit, reach, note } of rows) {
  const figure = `${value.toFixed(digits(value, unit))} ${unit}`.padStart(16);
  const words = [note, reach === undefined ? undefined : `reach ${reach} ${unit}`].filter(Boolean).join('; ');
  console.log(`${what.padEnd(width)} ${figure}   ${words}`.trimEnd());
}
console.log(JSON.stringify({ bench: name, node: process.version, rows }));
process.exit(0); // Dawn keeps Node alive
