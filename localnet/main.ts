/**
 * `npm run localnet`: the program, loaded from Node's cache of compiled code where there is one, which halves the time to
 * the first line. Nothing but this file is loaded before the cache is on.
 */
import { enableCompileCache } from 'node:module';
import process from 'node:process';

enableCompileCache();
const { runProgram } = await import('./program.ts');
await runProgram(process.argv.slice(2));
