/**
 * One case from beginning to end: an engine alone with the liar, another with an honest server beside it.
 *
 *   alone     the liar is named with its code, and nothing wrong was said or read
 *   together  the same, and the engine reads true values of blocks that are new
 */
import type { ServerStatus } from '../../src/light/types.ts';
import type { Case } from './cases.ts';
import type { Watched, World } from './world.ts';
import { watch } from './world.ts';

/** The longest that a case may take: silent servers are given up after three questions. */
const CASE_MS = 25_000;
const LOOK_EVERY_MS = 20;

export interface Verdict {
  readonly case: Case;
  /** The code under which the liar was named, alone and beside an honest server; undefined: it was not. */
  readonly aloneCode: string | undefined;
  readonly besideCode: string | undefined;
  readonly goesOnMs: number | undefined;
  readonly wrong: readonly string[];
  /** What the liar was last called, where it was not named as it should be. */
  readonly last: string;
}

/** Whether the liar must be named by an engine that is alone with it, or has an honest server too. */
export const isNamed = ({ namedOnly }: Case, where: 'alone' | 'beside'): boolean => (namedOnly ?? where) === where;

/** The liar was named, and nothing wrong was said. */
export const isRefused = ({ case: one, aloneCode, besideCode, wrong }: Verdict): boolean =>
  (aloneCode !== undefined || !isNamed(one, 'alone')) &&
  (besideCode !== undefined || !isNamed(one, 'beside')) &&
  wrong.length === 0;

export async function judge(world: World, one: Case): Promise<Verdict> {
  const liar = await one.start(world);
  const honest = world.honest[one.transport];
  const { readsBodies } = one;
  const alone = watch(world, [liar.address], { readsBodies });
  const beside = watch(world, [liar.address, honest], { readsBodies, honest });
  const namedAlone = naming(alone, one);
  const namedBeside = naming(beside, one);
  try {
    const until = performance.now() + CASE_MS;
    const isSettled = () =>
      (namedAlone.code || !isNamed(one, 'alone')) && (namedBeside.code || !isNamed(one, 'beside'));
    while (!(isSettled() && beside.goesOnMs !== undefined) && performance.now() < until)
      await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
    return {
      case: one,
      aloneCode: namedAlone.code,
      besideCode: namedBeside.code,
      goesOnMs: beside.goesOnMs,
      wrong: [...alone.wrong, ...beside.wrong],
      last: `${namedAlone.last}, reads: ${[...alone.readCodes]}; beside: ${namedBeside.last}, reads: ${[...beside.readCodes]}`,
    };
  } finally {
    await Promise.all([alone.close(), beside.close()]);
    await liar.close();
  }
}

/** Waits for the liar, the first of the servers, to be called what it is. */
function naming(
  { engine }: Watched,
  { state, codes }: Case,
): { readonly code: string | undefined; readonly last: string } {
  let code: string | undefined;
  let last = 'nothing yet';
  const look = (liar: ServerStatus | undefined) => {
    if (!liar) return;
    last = `${liar.state} ${liar.failure?.code ?? ''}: ${liar.failure?.reason ?? ''}`;
    if (liar.state === state && liar.failure && codes.includes(liar.failure.code)) code ??= liar.failure.code;
  };
  engine.subscribe(({ servers }) => look(servers[0]));
  return {
    get code() {
      return code;
    },
    get last() {
      return last;
    },
  };
}
