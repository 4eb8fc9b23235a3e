/**
 * Recomputing epochs for the observer: a computer whose setting and measurements are kept in the store.
 *
 *   openCompute ──▶ the choice of an earlier visit is read ──▶ the first audit opens an engine
 *
 * What a person chooses meanwhile goes before what was kept; what the address of the page forces goes before both, until
 * a person chooses.
 */
import type { Label } from '../../chain/label.ts';
import type { ComputerOptions, EngineSetting, EpochComputer } from '../../gpu/index.ts';
import { ENGINE_SETTINGS } from '../../gpu/index.ts';
import type { EpochRecord } from '../../light/types.ts';
import type { Store } from '../../store/types.ts';
import { auditEpoch } from './audit-epoch.ts';
import type { Audit, ComputeStatus } from './types.ts';

export interface Compute {
  readonly status: ComputeStatus;
  /** @throws the signal's reason; an engine that fails is replaced, and the status says so */
  audit(record: EpochRecord, label: Label, signal: AbortSignal): Promise<Audit>;
  /** From the next audit on; `isAtOnce` opens a forced engine now, so that the status tells whether it works. */
  choose(setting: EngineSetting, isAtOnce: boolean): void;
  close(): void;
}

export interface ComputeContext {
  /** How computers are made on this platform. */
  readonly createComputer: (options: ComputerOptions) => EpochComputer;
  readonly store: Promise<Store>;
  readonly forceSoftwareGpu: boolean;
  /** Hears every change. */
  readonly report: (status: ComputeStatus) => void;
}

/** Opens no engine yet: that takes a small machine a moment, and before a chain is followed there is nothing to compute. */
export function openCompute({ createComputer, store, forceSoftwareGpu, report }: ComputeContext): Compute {
  const computer = createComputer({
    allowSoftwareGpu: forceSoftwareGpu,
    calibrations: {
      load: async () => (await store).loadSetting('compute-calibrations'),
      save: async (record) => (await store).saveSetting('compute-calibrations', record),
    },
    onStatus: report,
  });
  let isChosen = forceSoftwareGpu;
  if (forceSoftwareGpu) computer.choose('gpu');
  const restored = store
    .then((opened) => opened.loadSetting('compute-engine'))
    .then((kept) => {
      if (!isChosen) computer.choose(decodeSetting(kept));
    })
    // A store that cannot be read has kept no choice; what is wrong with it is told by whoever opened it.
    .catch(() => undefined);

  return {
    get status() {
      return computer.status;
    },
    async audit(record, label, signal) {
      await restored;
      return auditEpoch(record, label, computer, signal);
    },
    choose(setting, isAtOnce) {
      isChosen = true;
      computer.choose(setting);
      if (isAtOnce) void computer.prepare();
    },
    close: () => computer.close(),
  };
}

/** `auto` for anything that is no setting of this version. */
export function decodeSetting(kept: unknown): EngineSetting {
  return ENGINE_SETTINGS.find((setting) => setting === kept) ?? 'auto';
}
