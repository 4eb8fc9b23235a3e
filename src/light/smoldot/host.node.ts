/** The Node twin of `host.browser.ts`: smoldot 3.4.1 directly in the process. */
import { start } from 'smoldot';
import type { OpenPipe } from './pipe.ts';
import { smoldotPipe } from './serve-smoldot.ts';

export const openSmoldot: OpenPipe = smoldotPipe(start);
