/** The frame around every page. */
export { Shell } from './shell.tsx';
