/** How this page knows what it shows: the light client's health, and what is checked against what. */
export { NodePage } from './node-page.tsx';
