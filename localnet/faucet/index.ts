/** TAO for whoever asks, on a chain where it is worth nothing. */
export { askFaucet } from './client.ts';
export { createFaucet, type FaucetOptions } from './faucet.ts';
