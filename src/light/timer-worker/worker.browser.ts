/** The worker that does nothing but wait. */
import { SYSTEM_CLOCK } from '../clock.ts';
import type { FromTimers, TimerEnd, ToTimers } from './messages.ts';
import { serveTimers } from './serve-timers.ts';

serveTimers(globalThis as unknown as TimerEnd<FromTimers, ToTimers>, SYSTEM_CLOCK);
