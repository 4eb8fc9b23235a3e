/** One subnet: facts, the audit sentence, and its tabs. */
export { Subnet } from './subnet.tsx';
