/** The overview page. */
export { Overview } from './overview.tsx';
