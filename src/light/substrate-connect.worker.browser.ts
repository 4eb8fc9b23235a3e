/** The worker of Substrate Connect's own light client. The extension, where there is one, has its own. */
import '@substrate/connect/worker';
import { boundedRace } from './smoldot/bounded-race.ts';

Promise.race = boundedRace();
