/** Readers: from proved storage to the things that pages show. Plans are pure; `read…` runs them over an engine. */
export { readBlockRefs } from './block-ref.ts';
export { readEpochClocks } from './epoch-clock.ts';
export { readEpochRecord } from './epoch-record.ts';
export { readHyperparameters } from './hyperparameters.ts';
export { readMetagraph } from './metagraph.ts';
export { readPlanAt } from './read-plan-at.ts';
export { readSubnetList } from './subnet-list.ts';
