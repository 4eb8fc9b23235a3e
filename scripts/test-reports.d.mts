export interface Outcome {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  readonly names: readonly string[];
}
export function firstLine(message: unknown): string;
export function readVitestReport(report: object, root: string): Outcome;
export function readPlaywrightReport(report: object): Outcome;
