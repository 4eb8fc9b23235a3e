/** The runner as people use it: a child process, its output and its exit code. */
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const MAIN = fileURLToPath(new URL('main.ts', import.meta.url));
const VECTORS = fileURLToPath(new URL('../../test/vectors/yuma/', import.meta.url));

interface Run {
  readonly exitCode: number | null;
  readonly lines: readonly string[];
  readonly lastLine: string;
}

function runVectors(...args: string[]): Run {
  return runVectorsWith({}, ...args);
}

function runVectorsWith(env: NodeJS.ProcessEnv, ...args: string[]): Run {
  const options = { encoding: 'utf8', env: { ...process.env, ...env } } as const;
  const { status, stdout } = spawnSync(process.execPath, [MAIN, ...args], options);
  const lines = stdout.trimEnd().split('\n');
  return { exitCode: status, lines, lastLine: lines.at(-1) ?? '' };
}

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'yumalight-vectors-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Writes a file of a set of them and returns the folder of the set. */
function write(set: string, name: string, content: unknown): string {
  const at = path.join(folder, set);
  mkdirSync(at, { recursive: true });
  writeFileSync(path.join(at, name), typeof content === 'string' ? content : JSON.stringify(content));
  return at;
}

type Place = readonly (string | number)[];

/** A copy of a vector with one place of it replaced; `undefined` removes it. */
function tampered(set: string, name: string, place: Place, value: unknown): void {
  const document: unknown = JSON.parse(readFileSync(path.join(VECTORS, `${name}.json`), 'utf8'));
  const holder = place.slice(0, -1).reduce((at, key) => (at as Record<string | number, unknown>)[key], document);
  (holder as Record<string | number, unknown>)[place.at(-1)!] = value;
  write(set, `${name}.json`, document);
}

describe('npm run vectors', () => {
  it('passes every vector of the chain in the reference engine', () => {
    const { exitCode, lastLine } = runVectors('--engine', 'reference', VECTORS);
    expect(lastLine).toMatch(/^[1-9]\d{3,} passed, 0 failed$/);
    expect(exitCode).toBe(0);
  });

  it('names every tampered value: file, case, field, uid, expected, got', () => {
    const set = 'tampered';
    tampered(set, 'random-00-classic-default', ['expected', 'dividend', 0], 1);
    tampered(set, 'random-44-two-mechanisms', ['expected', 'bonds', 1, '2', 1, 1], 1);
    tampered(set, 'random-45-three-mechanisms-uneven', ['expected', 'mechanism_emission', 2], '1');
    tampered(set, 'scenario-mechanisms-own-bonds', ['steps', 0, 'asserts', 0, 'eq'], [[1, 5]]);
    tampered(set, 'functions-random', ['cases', 0, 'out'], '1');
    const { exitCode, lines, lastLine } = runVectors(path.join(folder, set));
    const found = (...parts: string[]) => lines.some((line) => parts.every((part) => line.includes(part)));
    expect(found('random-00-classic-default.json', 'dividend, uid 0: expected 1, got')).toBe(true);
    expect(found('random-44-two-mechanisms.json', 'bonds[1][1][1], uid 2: expected 1, got 47620')).toBe(true);
    expect(found('random-45', 'mechanism_emission, uid 2: expected "1"')).toBe(true);
    expect(found('scenario-mechanisms-own-bonds.json', '/0 · bond_row[0][1], uid 0: expected 5, got 65535')).toBe(true);
    expect(found('functions-random.json · mul/edge-0 · out: expected "1"')).toBe(true);
    expect(lastLine).toBe('1023 passed, 5 failed');
    expect(exitCode).toBe(1);
  });

  it('fails on what it cannot run, and says why', () => {
    const set = 'unrunnable';
    const whole = readFileSync(path.join(VECTORS, 'random-00-classic-default.json'), 'utf8');
    write(set, 'a-truncated.json', whole.slice(0, 700));
    tampered(set, 'random-01-classic-penalty-zero', ['schema'], 'yuma-vector/2');
    tampered(set, 'random-02-classic-penalty-half', ['kind'], 'epochs');
    tampered(set, 'random-03-classic-ignores-liquid', ['input', 'kappa'], undefined);
    tampered(set, 'random-04-yuma3-plain', ['expected', 'consensus'], undefined);
    tampered(set, 'random-05-yuma3-plain-penalty-zero', ['expected', 'pruning_score'], [1]);
    write(set, 'b-functions.json', {
      schema: 'yuma-vector/1',
      kind: 'functions',
      name: 'b',
      cases: [
        { id: 'unknown', fn: 'no_such', in: {}, out: '0' },
        { id: 'inherited', fn: 'toString', in: {}, out: '0' },
        { id: 'zero', fn: 'saturating_div', in: { a: '1', b: '0' }, out: '0' },
      ],
    });
    write(set, 'c-empty.json', { schema: 'yuma-vector/1', kind: 'functions', name: 'c', cases: [] });
    write(set, 'd-list.json', []);
    write(set, 'notes.txt', 'text');
    write(set, 'README.md', 'documentation');
    mkdirSync(path.join(folder, set, 'hollow'));
    const { exitCode, lines, lastLine } = runVectors(path.join(folder, set), path.join(folder, 'nowhere.json'));
    const reasons = [
      ['a-truncated.json', 'not a JSON document'],
      ['random-01', 'unknown schema "yuma-vector/2"'],
      ['random-02', 'got "epochs" (kind)'],
      ['random-03', '(input.kappa)'],
      ['random-04', 'consensus: expected absent'],
      ['random-05', 'pruning_score: expected a list of 1, got absent'],
      ['b-functions.json · unknown', 'no function is called "no_such"'],
      ['b-functions.json · inherited', 'no function is called "toString"'],
      ['b-functions.json · zero', 'a divisor other than 0'],
      ['c-empty.json', 'it holds no cases'],
      ['d-list.json', 'not a vector document'],
      ['notes.txt', 'not a .json file'],
      ['hollow', 'a folder without vector files'],
      ['nowhere.json', 'no such file or folder'],
    ];
    for (const [file, reason] of reasons) {
      expect(lines.filter((line) => line.includes(file!)).join('\n')).toContain(reason);
    }
    expect(lines.join('\n')).not.toContain('README');
    expect(lastLine).toBe('0 passed, 14 failed');
    expect(exitCode).toBe(1);
  });

  it('fails every case of an engine that is not there', () => {
    const at = path.join(folder, 'no-gpu');
    mkdirSync(at);
    copyFileSync(path.join(VECTORS, 'scenario-outdated-weights.json'), path.join(at, 'two-steps.json'));
    const noDriver = { VK_DRIVER_FILES: '/nowhere.json', VK_ICD_FILENAMES: '/nowhere.json' };
    const { exitCode, lines, lastLine } = runVectorsWith(noDriver, '--engine', 'gpu', at);
    expect(lines.join('\n')).toMatch(/cannot run: .*(WebGPU|adapter)/);
    expect(lastLine).toBe('0 passed, 2 failed');
    expect(exitCode).toBe(1);
  });

  it.each([[[]], [['--engine', 'abacus', VECTORS]], [['--speed', VECTORS]]])('refuses the command line %j', (args) => {
    const { exitCode, lastLine } = runVectors(...args);
    expect(exitCode).toBe(2);
    expect(lastLine).toBe('0 passed, 1 failed');
  });

  it('explains itself', () => {
    const { exitCode, lines } = runVectors('--help');
    expect(exitCode).toBe(0);
    expect(lines[0]).toContain('Usage: npm run vectors');
  });
});
