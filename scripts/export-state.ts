/**
 * `node scripts/export-state.ts --url URL --out FILE [--at HASH] [--whole]`: takes a snapshot of a chain's state, from which
 * a localnet can go on. The format and what is believed of it: `localnet/snapshot`.
 */
import { parseArgs } from 'node:util';
import { exportState } from '../localnet/snapshot/index.ts';

const USAGE = `Usage: node scripts/export-state.ts --url URL --out FILE [options]

Writes the state of a Substrate chain after one finalized block into a file.
  --url URL    JSON-RPC over WebSocket, e.g. ws://127.0.0.1:9944
  --out FILE   where to write; appears when it is complete
  --at HASH    a finalized block (default: the newest)
  --whole      all of the state, not only the pallets of Bittensor's runtime
  --help       this text`;

const { values } = parseArgs({
  options: {
    url: { type: 'string' },
    out: { type: 'string' },
    at: { type: 'string' },
    whole: { type: 'boolean' },
    help: { type: 'boolean' },
  },
});
if (values.help || values.url === undefined || values.out === undefined) {
  console.error(USAGE);
  process.exit(values.help ? 0 : 2);
}
try {
  const { count, blockNumber } = await exportState({
    url: values.url,
    out: values.out,
    isWhole: values.whole ?? false,
    ...(values.at === undefined ? {} : { at: values.at.toLowerCase() }),
    onProgress: (line) => console.error(line),
  });
  console.log(`${values.out}: ${count} entries of block ${blockNumber}`);
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exit(1);
}
