import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { knownCores } from '../known-cores.ts';
import { knownAnswerTest, knownQuestions } from './known-answer.ts';
import { OPERATIONS } from './operations.ts';
import { loadShaderTexts } from './shaders.node.ts';
import type { ShaderFile, ShaderTexts } from './shaders.ts';
import { OPERATIONS_ONLY, openTestEngine } from './testing/open-engine.ts';
import { type SharedDevice, shareDevice } from './testing/shared-device.ts';
import type { GpuEpochEngine } from './types.ts';

/** A kernel with a mistake in it: what a miscompiling driver could make of it, or an author. */
interface Mutant {
  readonly mistake: string;
  readonly file: ShaderFile;
  readonly from: string;
  readonly to: string;
  /** What the refusal names. */
  readonly caught: RegExp;
}

const MUTANTS: readonly Mutant[] = [
  {
    mistake: 'drops a carry of the 32-bit product',
    file: 'wide',
    from: '+ (carry >> 16u)',
    to: '',
    caught: /mul\(/,
  },
  {
    mistake: 'truncates negative products instead of flooring them',
    file: 'fixed',
    from: 'if (negative && low.x != 0u)',
    to: 'if (false)',
    caught: /mul\(.* gave /,
  },
  {
    mistake: 'corrects a division digit once instead of twice',
    file: 'wide',
    from: 'for (var k = 0u; k < 2u; k++) {\n    if (left > 0xffffu',
    to: 'for (var k = 0u; k < 1u; k++) {\n    if (left > 0xffffu',
    caught: /div\(/,
  },
  {
    mistake: 'sums the series for exp(1)',
    file: 'liquid-alpha',
    from: 'if (all(z == ONE))',
    to: 'if (false)',
    caught: /exp\(4294967296\) gave 11674931\d{3}, not 11674931200/,
  },
  {
    mistake: 'lets a tie at the minority win',
    file: 'median',
    from: 'above >= vec3u(kappa.x)',
    to: 'above > vec3u(kappa.x)',
    caught: /known epoch .* consensus/,
  },
  {
    mistake: 'sees every weight regardless of its place in the row',
    file: 'cursors',
    from: 'column >= reached',
    to: 'true',
    caught: /known epoch .* (bonds|dividends)/,
  },
  {
    mistake: 'keeps bonds whose weight entry is gone',
    file: 'bonds-liquid',
    from: 'if (!present)',
    to: 'if (false)',
    caught: /known epoch .* (bonds|dividends)/,
  },
  {
    mistake: 'drops bonds that quantise to nothing',
    file: 'bonds-classic',
    from: 'bonds[cell] = select(KEPT | BOND_SEEN, 0u, is_zero(next));',
    to: 'bonds[cell] = select(KEPT | BOND_SEEN, 0u, quantise(next) == 0u);',
    caught: /known epoch .* bonds/,
  },
  {
    mistake: 'does not count the stake of lower scores where it searches',
    file: 'median',
    from: 'lower = fixed_add(lower, row.vote);',
    to: '',
    caught: /known epoch .* consensus/,
  },
  {
    mistake: 'takes a quotient by a reciprocal uncorrected',
    file: 'divisor',
    from: 'if (rest.y >= guess.x)',
    to: 'if (false)',
    caught: /share\(/,
  },
  {
    mistake: 'sees every bond that an epoch left regardless of its place in the row',
    file: 'carry',
    from: 'bonds[cell] = bond & ~BOND_SEEN;',
    to: '',
    caught: /known series .* epoch [1-9]/,
  },
  {
    mistake: 'finds bonds that were not stored',
    file: 'epoch',
    from: 'rows[row].dropped != 0u',
    to: 'false',
    caught: /known series .* epoch [1-9]/,
  },
];

/** What single operations show is shown before any epoch, so those kernels are left out: compiling takes long. */
function mutated({ file, from, to, caught }: Mutant): ShaderTexts {
  const texts = caught.source.startsWith('known') ? loadShaderTexts() : OPERATIONS_ONLY;
  expect(texts[file].split(from)).toHaveLength(2);
  return { ...texts, [file]: texts[file].replace(from, to) };
}

let shared: SharedDevice | undefined;
afterAll(() => shared?.close());

/** Kernels that were compiled for another test are not compiled again. */
async function openOnSharedDevice(texts = loadShaderTexts()): Promise<GpuEpochEngine> {
  shared ??= await shareDevice();
  return openTestEngine({ gpu: shared.gpu, texts });
}

let engine: GpuEpochEngine | undefined;
afterEach(() => {
  engine?.close();
  engine = undefined;
});

describe('knownAnswerTest', () => {
  it('asks every operation and reaches every kind of epoch', () => {
    expect(new Set(knownQuestions().map(({ operation }) => operation))).toEqual(new Set(OPERATIONS));
    expect(knownQuestions().length).toBeGreaterThan(4_000);
    const cores = knownCores();
    expect(new Set(cores.map((core) => `${core.yuma3} ${core.liquidAlpha}`)).size).toBe(3);
    expect(cores.some((core) => core.activeStake.some((stake) => stake < 0n))).toBe(true);
  });

  it('asks the same every time', () => {
    expect(knownQuestions()).toEqual(knownQuestions());
    expect(knownCores()).toEqual(knownCores());
  });

  it('passes on this machine', async () => {
    engine = await openOnSharedDevice();
    expect(await knownAnswerTest(engine)).toBeUndefined();
  });

  it.each(MUTANTS)('refuses a device that $mistake', async (mutant) => {
    engine = await openOnSharedDevice(mutated(mutant));
    const refusal = await knownAnswerTest(engine);
    expect(refusal?.failure).toMatchObject({
      code: 'gpu/known-answer-failed',
      reason: expect.stringMatching(mutant.caught),
    });
  });

  it('is rejected with the device’s own failure if that does not answer', async () => {
    engine = await openOnSharedDevice();
    engine.close();
    await expect(knownAnswerTest(engine)).rejects.toMatchObject({ code: 'gpu/closed' });
  });
});

describe('a kernel that does not compile', () => {
  it('is refused with its name, file and line', async () => {
    const texts = loadShaderTexts();
    const broken = { ...texts, consensus: `${texts.consensus}\nfn broken() -> u32 { return 1.5; }\n` };
    const line = broken.consensus.split('\n').length - 1;
    await expect(openOnSharedDevice(broken)).rejects.toMatchObject({
      code: 'gpu/compile-failed',
      message: expect.stringMatching(new RegExp(`kernel consensus .*consensus\\.wgsl:${line}: `)),
    });
  });
});
