/**
 * `npm run localnet`: starts the localnet and runs it until it is told to stop (SIGINT, SIGTERM).
 *
 * One line per finalized block goes to stdout, everything else to stderr, as `key=value` pairs.
 */
import process from 'node:process';
import type { Finality, Localnet } from './index.ts';
import { LocalnetError, startLocalnet } from './index.ts';
import { HELP, parseOptions } from './options.ts';

/** Exit codes: what was asked for makes no sense; it could not be done. */
const EXIT_USAGE = 2;
const EXIT_FAILURE = 1;

const print = (line: string) => process.stdout.write(`${line}\n`);
const complain = (line: string) => process.stderr.write(`${line}\n`);

function fail(error: unknown): never {
  if (!(error instanceof LocalnetError)) throw error;
  complain(`error=${error.code} ${error.message}`);
  process.exit(error.code === 'localnet/bad-flag' ? EXIT_USAGE : EXIT_FAILURE);
}

function finalizedLine(localnet: Localnet, { block }: Finality): string {
  const { chain } = localnet;
  const hash = Buffer.from(block.hash).toString('hex').slice(0, 8);
  const extrinsics = block.body.length - 1;
  return `finalized=${block.number} hash=${hash} best=${chain.best.number} extrinsics=${extrinsics} peers=${localnet.peers()}`;
}

async function main(): Promise<void> {
  const options = parseOptions(process.argv.slice(2));
  if (!options) {
    print(HELP);
    return;
  }
  const localnet = await startLocalnet({
    ...options,
    log: complain,
    onFailure: (error) => {
      complain(`error=localnet/stopped ${String(error)}`);
      process.exit(EXIT_FAILURE);
    },
  });
  localnet.chain.subscribe((event) => {
    if (event.type === 'finalized') print(finalizedLine(localnet, event.finality));
  });

  let isStopping = false;
  const stop = (signal: NodeJS.Signals) => {
    if (isStopping) process.exit(EXIT_FAILURE);
    isStopping = true;
    complain(`stopping=${signal} finalized=${localnet.chain.finalized.number}`);
    localnet.close().then(() => process.exit(0), fail);
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  // Last, since whoever waits for this line may send a signal at once.
  print(`ready rpc=${localnet.rpcUrl} p2p=${localnet.p2pAddress} spec=${localnet.chainSpecPath}`);
}

main().catch(fail);
