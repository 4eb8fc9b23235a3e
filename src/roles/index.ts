/** Taking part in the network. In this version one role: the observer, who follows, audits and keeps. */
export { openObserver } from './observer/observer.ts';
export type * from './observer/types.ts';
