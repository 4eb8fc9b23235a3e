/**
 * Replacing the runtime while the chain goes on: what the upgrading block writes.
 *
 *   :code · System.LastRuntimeUpgrade · event CodeUpdated · digest item RuntimeEnvironmentUpdated
 *
 * The state machine is this program and stays what it is; what changes is what light clients download and whatever
 * follows the version: what extrinsics are signed for, and what clients are told.
 * DIFFERS: Substrate notes the upgrade in `LastRuntimeUpgrade` in the block after, the first that the new code executes.
 */
import type { Bytes } from '../../src/chain/bytes.ts';
import { storage } from '../../src/chain/schema/index.ts';
import type { BlockExecution } from '../pallets/index.ts';
import { deposit, depositLog } from '../pallets/index.ts';
import { CODE_KEY, SPEC_NAME } from '../runtime/index.ts';
import type { State } from '../state.ts';
import { LocalnetError } from './error.ts';

export interface RuntimeUpgrade {
  /** The new blob. */
  readonly code: Bytes;
  /** What it says of itself; more than the version before. u32. */
  readonly specVersion: number;
}

const MAX_SPEC_VERSION = 0xffff_ffff;

/** The runtime's version after a block; undefined where a state does not note it. */
export const specVersionOf = (state: State): number | undefined =>
  state.get(storage.System.LastRuntimeUpgrade)?.spec_version;

/** @throws LocalnetError `upgrade/not-higher` */
export function assertUpgrades(specVersion: number, current: number): void {
  if (Number.isInteger(specVersion) && specVersion > current && specVersion <= MAX_SPEC_VERSION) return;
  const reason = `the version of a new runtime must be an integer above ${current}, up to ${MAX_SPEC_VERSION}`;
  throw new LocalnetError('upgrade/not-higher', reason);
}

export function replaceRuntime(execution: BlockExecution, { code, specVersion }: RuntimeUpgrade): void {
  execution.state.putRaw(CODE_KEY, code);
  execution.state.put(storage.System.LastRuntimeUpgrade, { spec_version: specVersion, spec_name: SPEC_NAME });
  depositLog(execution, { type: 'RuntimeEnvironmentUpdated', value: undefined });
  deposit(execution, { type: 'System', value: [{ type: 'CodeUpdated', value: undefined }] });
}
