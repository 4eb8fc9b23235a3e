/** One measured figure. */
export interface Figure {
  readonly what: string;
  /** Median, where there are several runs. */
  readonly value: number;
  readonly unit: 'ms' | 'kB' | 'MB' | '/s' | 'ratio';
  /** The same in other words, e.g. per unit of work. */
  readonly note?: string;
  /** The number to reach, where the design names one. */
  readonly reach?: number;
}

/** `sections`: which parts to run, for those that have some; none = all. */
export type Benchmark = (sections: readonly string[]) => Promise<readonly Figure[]>;

/** The middle value; the lower of the two middle ones for an even count. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? Number.NaN;
}
