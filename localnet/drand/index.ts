/** The localnet's own randomness beacon. */
export { type BeaconOptions, startBeacon } from './beacon.ts';
export { beaconConfig, localnetBeacon } from './key.ts';
