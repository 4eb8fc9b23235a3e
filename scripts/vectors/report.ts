/** What the runner prints: a line per file, a bounded account of what differs, and the totals last. */
import path from 'node:path';
import type { CaseResult } from './types.ts';

/** Enough to see a pattern; a file with one wrong constant can differ in thousands of cells. */
const MAX_SHOWN_PER_CASE = 8;
const MAX_SHOWN_CASES = 40;

export class Report {
  readonly #print: (line: string) => void;
  #passed = 0;
  #failed = 0;

  constructor(print: (line: string) => void) {
    this.#print = print;
  }

  get hasFailures(): boolean {
    return this.#failed > 0 || this.#passed === 0;
  }

  /** All results of one file. */
  add(file: string, results: readonly CaseResult[]): void {
    const failures = results.filter((result) => result.mismatches.length > 0);
    const passed = results.length - failures.length;
    const shown = path.relative(process.cwd(), file) || file;
    const name = shown.startsWith('..') ? file : shown;
    this.#print(`${failures.length === 0 ? 'ok  ' : 'FAIL'} ${name}: ${passed} passed, ${failures.length} failed`);
    for (const failure of failures) {
      this.#failed++;
      if (this.#failed <= MAX_SHOWN_CASES) this.#explain(name, failure);
      if (this.#failed === MAX_SHOWN_CASES + 1) this.#print('     more failing cases are counted but not shown');
    }
    this.#passed += passed;
  }

  #explain(file: string, { id, mismatches }: CaseResult): void {
    for (const { field, uid, expected, got } of mismatches.slice(0, MAX_SHOWN_PER_CASE)) {
      const place = uid === undefined ? field : `${field}, uid ${uid}`;
      this.#print(`     ${file} · ${id} · ${place}: expected ${expected}, got ${got}`);
    }
    const hidden = mismatches.length - MAX_SHOWN_PER_CASE;
    if (hidden > 0) this.#print(`     … and ${hidden} more differences in this case`);
  }

  /** The last line. */
  totals(): string {
    return `${this.#passed} passed, ${this.#failed} failed`;
  }
}
