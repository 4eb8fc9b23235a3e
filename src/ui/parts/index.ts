/** Small parts that pages are made of. */
export { AsOf } from './as-of.tsx';
export { Figure, SortHead } from './cells.tsx';
export { Copyable } from './copyable.tsx';
export { Fact, Facts } from './facts.tsx';
export { FailureLine } from './failure.tsx';
export { FILTER_FIELD, FilterField } from './filter-field.tsx';
export { Empty, Loading, LoadingFromChain } from './frames.tsx';
export { TruthLabel } from './label.tsx';
export { Scroll } from './scroll.tsx';
export { SubnetName } from './subnet-name.tsx';
