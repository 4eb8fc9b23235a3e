/**
 * `npm run bench -- NAME`: runs one benchmark; prints a table, then one line of JSON.
 * Timings are of this machine in this run; compare ratios within a run, not digits between machines.
 */
import { parseArgs } from 'node:util';
import { rerunWithVulkan } from '../scripts/vulkan.mjs';
import type { Benchmark } from './types.ts';

const BENCHMARKS: Readonly<Record<string, () => Promise<Benchmark>>> = {
  start: async () => (await import('./start.ts')).start,
  epoch: async () => (await import('./epoch.ts')).epoch,
};

const { positionals } = parseArgs({ allowPositionals: true });
const name = positionals[0] ?? '';
const load = BENCHMARKS[name];
if (!load) {
  console.error(`expected one of: ${Object.keys(BENCHMARKS).join(', ')}; got ${JSON.stringify(name)}`);
  process.exit(2);
}
// The epoch benchmark computes on Vulkan, whose driver must be named before a process starts.
const rerun = await rerunWithVulkan();
if (rerun !== undefined) process.exit(rerun);
const rows = await (await load())();
const width = Math.max(...rows.map((row) => row.what.length));
for (const { what, value, unit, reach } of rows) {
  const figure = `${value.toFixed(unit === 'ms' && value < 10 ? 3 : 1)} ${unit}`.padStart(16);
  console.log(`${what.padEnd(width)} ${figure}${reach === undefined ? '' : `   reach ${reach} ${unit}`}`);
}
console.log(JSON.stringify({ bench: name, node: process.version, rows }));
process.exit(0); // Dawn keeps Node alive
