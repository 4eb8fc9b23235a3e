/** A stand-in observer with made-up data, for tests and the development server (`?fake=following`). Never in a build. */
export * from './fake-chain.ts';
export { openFakeObserver } from './fake-observer.ts';
export { SCENARIOS, type ScenarioName } from './scenarios.ts';
