/** Studies as people compute them: into folders, in shards, on threads, interrupted and gone on with. */
import { spawn, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parquetReadObjects } from 'hyparquet';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { encodeEpochInput, type Json } from '../../src/chain/yuma/index.ts';
import { decodeStudy, openStudy } from '../../src/gpu/sweep/index.ts';
import { rowsOf, tableOf } from '../../src/gpu/sweep/testing/rows.ts';
import { randomEpochInput } from '../../src/gpu/testing/random-input.ts';
import { partName } from './folder.ts';
import { mergeFolders } from './merge.ts';
import { readStudy } from './read-study.ts';
import { type RunSetting, runStudy } from './run.ts';

const MAIN = fileURLToPath(new URL('../study.ts', import.meta.url));

const GAME = {
  ...{ study: 'consensus-guarantees', seed: 5, version: 'yuma3', neurons: 24, validators: 6, honestStakes: [0.6, 0.8] },
  ...{ gridPoints: 5, bondsPenalties: [0, 65_535], spreads: [{ stake: 0.3, weight: 0.3 }], chunkPoints: 16 },
};
const STUDY = openStudy(decodeStudy(GAME));

let root: string;
beforeAll(() => {
  root = mkdtempSync(path.join(tmpdir(), 'yumalight-study-'));
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

const at = (...names: string[]) => path.join(root, ...names);

async function run(out: string, setting: Partial<RunSetting> = {}, study = STUDY): Promise<string[]> {
  const lines: string[] = [];
  await runStudy(study, {
    shard: { index: 0, count: 1 },
    out,
    threads: 1,
    engine: 'wasm',
    signal: new AbortController().signal,
    say: (line) => lines.push(line),
    ...setting,
  });
  return lines;
}

/** Every file below a folder with its bytes. */
function contents(folder: string): Record<string, string> {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
    statSync(path.join(folder, name)).isFile(),
  );
  return Object.fromEntries(files.sort().map((name) => [name, readFileSync(path.join(folder, name), 'base64')]));
}

/** One whole run, made once; tests work on copies. */
let whole: Promise<string> | undefined;
async function wholeRun(): Promise<string> {
  whole ??= run(at('whole'), { threads: 2 }).then(() => at('whole'));
  return whole;
}
async function copyOfWhole(name: string): Promise<string> {
  cpSync(await wholeRun(), at(name), { recursive: true });
  return at(name);
}

describe('a study in a folder', () => {
  it('is the rows of the study, in parts, and its derived tables', async () => {
    const folder = await wholeRun();
    expect(Object.keys(contents(folder))).toEqual([
      path.join('derived', 'contour.parquet'),
      ...Array.from({ length: 7 }, (_, chunk) => partName(chunk)),
      'study.json',
    ]);
    const rows: unknown[] = [];
    for (let chunk = 0; chunk < 7; chunk++) {
      const bytes = readFileSync(path.join(folder, partName(chunk)));
      rows.push(...(await parquetReadObjects({ file: new Uint8Array(bytes).buffer })));
    }
    expect(rows).toEqual(rowsOf(tableOf(STUDY)));
    expect(await readStudy(path.join(folder, 'study.json'))).toMatchObject({ hash: STUDY.hash });
  });

  it('is the same to the byte from four shards, on one or two threads, with either engine, merged', async () => {
    await Promise.all(
      [0, 1, 2, 3].map((index) =>
        run(at('shards', String(index)), {
          shard: { index, count: 4 },
          threads: 1 + (index % 2),
          engine: index < 2 ? 'wasm' : 'reference',
        }),
      ),
    );
    const merged = await mergeFolders(
      [3, 1, 0, 2].map((index) => at('shards', String(index))),
      at('merged'),
    );
    expect(merged.derived).toEqual(['contour']);
    expect(contents(at('merged'))).toEqual(contents(await wholeRun()));
  });

  it('is the same when shards share the folder', async () => {
    const out = at('shared');
    await Promise.all([0, 1].map((index) => run(out, { shard: { index, count: 2 } })));
    await mergeFolders([out], out);
    expect(contents(out)).toEqual(contents(await wholeRun()));
  });

  it('computes again only what is missing', async () => {
    const out = await copyOfWhole('holes');
    rmSync(path.join(out, partName(2)));
    rmSync(path.join(out, 'derived'), { recursive: true });
    writeFileSync(path.join(out, `.${partName(2)}.4711.partial`), 'half a file');
    const untouched = statSync(path.join(out, partName(3))).mtimeMs;
    const lines = await run(out);
    expect(lines[0]).toBe('shard 0/1: 7 chunks, 6 there already');
    expect(lines[1]).toMatch(/^16 points in/);
    expect(statSync(path.join(out, partName(3))).mtimeMs).toBe(untouched);
    expect(contents(out)).toEqual(contents(await wholeRun()));
  });

  it('stops at once when it is told to, keeps whole parts, and goes on', async () => {
    const out = at('stopped');
    const stop = new AbortController();
    const reason = new Error('enough');
    const slow = openStudy(decodeStudy({ ...GAME, neurons: 120, validators: 40, chunkPoints: 4 }));
    const running = run(out, { engine: 'reference', threads: 2, signal: stop.signal }, slow);
    await firstPart(out);
    stop.abort(reason);
    await expect(running).rejects.toBe(reason);
    const parts = readdirSync(out).filter((name) => name.endsWith('.parquet'));
    expect(parts.length).toBeLessThan(slow.chunks);
    expect(readdirSync(out).filter((name) => name.endsWith('.partial'))).toEqual([]);
    const lines = await run(out, {}, slow);
    expect(lines[0]).toContain(`${parts.length} there already`);
    await run(at('not-stopped'), {}, slow);
    expect(contents(out)).toEqual(contents(at('not-stopped')));
  });
});

describe('npm run study', () => {
  it.each([
    ['SIGKILL', null],
    ['SIGINT', 130],
  ] as const)('goes on after %s in the middle, to the same bytes', async (signal, exitCode) => {
    const game = { ...GAME, neurons: 120, validators: 40, chunkPoints: 4 };
    const file = at(`${signal}.json`);
    writeFileSync(file, JSON.stringify(game));
    const out = at(signal);
    const child = spawn(process.execPath, [MAIN, file, '--out', out, '--engine', 'reference', '--threads', '1']);
    const ended = new Promise<number | null>((resolve) => child.on('exit', resolve));
    await firstPart(out);
    child.kill(signal);
    expect(await ended).toBe(exitCode);
    const study = openStudy(decodeStudy(game));
    const parts = readdirSync(out).filter((name) => name.endsWith('.parquet')).length;
    expect(parts).toBeLessThan(study.chunks);
    await run(out, {}, study);
    await run(at(`not-${signal}`), {}, study);
    expect(contents(out)).toEqual(contents(at(`not-${signal}`)));
  });

  it('computes a file, and merges, with exit codes for everything', () => {
    const file = at('cli.json');
    writeFileSync(file, JSON.stringify({ ...GAME, honestStakes: [0.6], gridPoints: 2 }));
    const study = (...args: string[]) => spawnSync(process.execPath, [MAIN, ...args], { encoding: 'utf8' });
    const first = study(file, '--out', at('cli'), '--shard', '0/1', '--threads', '1');
    expect(first.stdout).toMatch(/^consensus-guarantees [0-9a-f]{12}, seed 5: 8 points in 1 chunks\n/);
    expect(first.status).toBe(0);
    const merged = study('merge', at('cli'), '--out', at('cli-merged'));
    expect(merged.stdout).toContain('1 parts, complete; derived: contour');
    const refused = study(at('nowhere.json'), '--out', at('cli'));
    expect(refused.status).toBe(1);
    expect(refused.stderr).toMatch(/^study\/unreadable: .*nowhere.json/);
    const bare = study();
    expect([bare.status, study('--help').status]).toEqual([2, 0]);
  });

  it.each([
    [['x.json', '--out', 'x', '--shard', '4/4'], '--shard'],
    [['x.json', '--out', 'x', '--engine', 'abacus'], '--engine'],
    [['merge', '--out', 'x'], 'which folders'],
  ])('refuses the command line %j', (args, named) => {
    const { status, stderr } = spawnSync(process.execPath, [MAIN, ...args], { encoding: 'utf8' });
    expect(status).toBe(2);
    expect(stderr).toContain(named);
  });
});

describe('what a folder must not hold', () => {
  const refusal = (code: string, naming: string) =>
    expect.objectContaining({ name: 'StudyRefusal', code, message: expect.stringContaining(naming) });

  /** A copy of a whole run in which one file was changed. */
  async function damaged(name: string, change: (folder: string) => void): Promise<string> {
    const folder = await copyOfWhole(name);
    change(folder);
    return folder;
  }

  it.each([
    [
      'a stranger’s file',
      'study/foreign-file',
      'notes.txt',
      (f: string) => writeFileSync(path.join(f, 'notes.txt'), ''),
    ],
    ['a stranger’s folder', 'study/foreign-file', 'more', (f: string) => mkdirSync(path.join(f, 'more'))],
    [
      'a part beyond the last chunk',
      'study/foreign-file',
      partName(7),
      (f: string) => cpSync(path.join(f, partName(0)), path.join(f, partName(7))),
    ],
    [
      'a part under another number',
      'study/damaged-part',
      partName(1),
      (f: string) => cpSync(path.join(f, partName(0)), path.join(f, partName(1))),
    ],
    [
      'a part cut short',
      'study/damaged-part',
      partName(4),
      (f: string) => writeFileSync(path.join(f, partName(4)), readFileSync(path.join(f, partName(4))).subarray(0, 900)),
    ],
    ['an empty part', 'study/damaged-part', partName(4), (f: string) => writeFileSync(path.join(f, partName(4)), '')],
    [
      'noise',
      'study/damaged-part',
      partName(4),
      (f: string) => writeFileSync(path.join(f, partName(4)), 'x'.repeat(999)),
    ],
    [
      'a part with one bit changed',
      'study/damaged-part',
      partName(5),
      (f: string) => {
        const bytes = readFileSync(path.join(f, partName(5)));
        bytes[300]! ^= 4;
        writeFileSync(path.join(f, partName(5)), bytes);
      },
    ],
    [
      'the description of another study',
      'study/other-study',
      'holds the study',
      (f: string) => writeFileSync(path.join(f, 'study.json'), JSON.stringify({ ...GAME, seed: 6 })),
    ],
    [
      'a description that is none',
      'study/bad-file',
      'study.json',
      (f: string) => writeFileSync(path.join(f, 'study.json'), '{"study":"sweep"}'),
    ],
  ])('is refused: %s', async (what, code, naming, change) => {
    const folder = await damaged(`refused ${what}`, change);
    await expect(run(folder)).rejects.toEqual(refusal(code, naming));
  });

  it('is refused: parts of another study without its description', async () => {
    const folder = await damaged('other parts', (f) => rmSync(path.join(f, 'study.json')));
    const other = openStudy(decodeStudy({ ...GAME, seed: 6 }));
    await expect(run(folder, {}, other)).rejects.toEqual(refusal('study/other-study', partName(0)));
  });

  it('is noticed by a merge even where its hash is right: a footer that was changed', async () => {
    const folder = await damaged('footer', (f) => {
      const file = path.join(f, partName(3));
      const bytes = readFileSync(file);
      bytes.write('Y', bytes.lastIndexOf('yumalight'));
      bytes.write('0', bytes.indexOf('honest_emission', bytes.length - 2_000));
      writeFileSync(file, bytes);
    });
    await expect(mergeFolders([folder], at('footer-merged'))).rejects.toEqual(
      refusal('study/damaged-part', partName(3)),
    );
  });

  it('is refused by a merge: missing parts, by name', async () => {
    const folder = await damaged('missing', (f) => {
      for (const chunk of [1, 6]) rmSync(path.join(f, partName(chunk)));
    });
    const names = `2 of 7 parts are in none of the folders: ${partName(1)}, ${partName(6)}.`;
    await expect(mergeFolders([folder], at('missing-merged'))).rejects.toEqual(refusal('study/missing-parts', names));
  });

  it('is refused by a merge: folders of two studies, and a folder of none', async () => {
    const other = openStudy(decodeStudy({ ...GAME, seed: 6 }));
    await run(at('other'), {}, other);
    const both = [await wholeRun(), at('other')];
    await expect(mergeFolders(both, at('both'))).rejects.toEqual(refusal('study/other-study', 'different studies'));
    mkdirSync(at('hollow'));
    await expect(mergeFolders([at('hollow')], at('both'))).rejects.toEqual(refusal('study/unreadable', 'no study'));
  });
});

describe('a study’s file', () => {
  const INPUT = encodeEpochInput(randomEpochInput({ seed: 1, validators: 3, neurons: 9 })) as Record<string, Json>;
  const sweep = (base: unknown) => ({ study: 'sweep', seed: 1, base, vary: [{ parameter: 'kappa', values: [1, 2] }] });

  it('may keep its base in a file of its own, as an input or as a document with one', async () => {
    writeFileSync(at('input.json'), JSON.stringify(INPUT));
    writeFileSync(at('document.json'), JSON.stringify({ name: 'a snapshot', input: INPUT }));
    const hashes: string[] = [];
    for (const base of [{ input: INPUT }, { file: 'input.json' }, { file: 'document.json', mechanism: 0 }]) {
      writeFileSync(at('sweep.json'), JSON.stringify(sweep(base)));
      hashes.push((await readStudy(at('sweep.json'))).hash);
    }
    expect(new Set(hashes).size).toBe(1);
  });

  it.each([
    ['no JSON', '{', 'study/unreadable'],
    ['a base that is not there', JSON.stringify(sweep({ file: 'nowhere.json' })), 'study/unreadable'],
    ['a base with more than its file', JSON.stringify(sweep({ file: 'input.json', synthetic: {} })), 'study/bad-file'],
    ['a wrong member', JSON.stringify(sweep({ input: { ...INPUT, kappa: -1 } })), 'study/bad-file'],
  ])('is refused: %s', async (what, text, code) => {
    const file = at(`${what}.json`);
    writeFileSync(file, text);
    await expect(readStudy(file)).rejects.toMatchObject({ name: 'StudyRefusal', code });
  });

  it('fails with the engine’s reason when an engine refuses its work', async () => {
    const weights = {
      ...(INPUT.mechanisms as readonly Record<string, Json>[])[0],
      weights: {
        0: [
          [3, 1],
          [3, 2],
        ],
      },
    };
    const study = openStudy(decodeStudy(sweep({ input: { ...INPUT, owner_uid: null, mechanisms: [weights] } })));
    const expected = { code: 'study/worker-failed', message: expect.stringContaining('compute/duplicate-column') };
    await expect(run(at('twice'), { threads: 2 }, study)).rejects.toMatchObject(expected);
  });
});

/** Waits until the first part of a run is there. */
async function firstPart(folder: string): Promise<void> {
  const isThere = () => {
    try {
      return readdirSync(folder).some((name) => name.endsWith('.parquet'));
    } catch {
      return false; // the folder is made by the run
    }
  };
  while (!isThere()) await new Promise((resolve) => setTimeout(resolve, 10));
}
