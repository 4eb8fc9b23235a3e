/** The list of subnets. */
export { Subnets } from './subnets.tsx';
