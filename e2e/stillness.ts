/**
 * Watches where the parts of a page stand while something happens: a page that is alive must not jump.
 */
import type { Page } from '@playwright/test';

/** Less is not seen. */
const SEEN_PX = 1;

export interface StillnessWatch {
  /** Says in words which parts stood in more than one place. */
  stop(): Promise<readonly string[]>;
}

/**
 * Notes, after every change of the page, where the elements that `selectors` find stand. Only elements that are there
 * from the beginning are watched.
 */
export async function watchStillness(page: Page, selectors: readonly string[]): Promise<StillnessWatch> {
  const watch = await page.evaluateHandle(
    ({ selectors, seenPx }) => {
      const parts = selectors.flatMap((selector) =>
        [...document.querySelectorAll(selector)].map((element, k) => ({ name: `${selector} ${k}`, element })),
      );
      const seen = new Map<string, { readonly left: number[]; readonly top: number[] }>();
      const look = () => {
        for (const { name, element } of parts) {
          const { left, top } = element.getBoundingClientRect();
          const places = seen.get(name) ?? { left: [], top: [] };
          seen.set(name, places);
          if (places.left.at(-1) !== left) places.left.push(left);
          if (places.top.at(-1) !== top) places.top.push(top);
        }
      };
      const spread = (places: readonly number[]) => Math.max(...places) - Math.min(...places);
      look();
      const observer = new MutationObserver(look);
      observer.observe(document.body, { subtree: true, childList: true, characterData: true, attributes: true });
      return {
        stop() {
          observer.disconnect();
          const moved = [...seen].filter(([, { left, top }]) => Math.max(spread(left), spread(top)) >= seenPx);
          return moved.map(([name, { left, top }]) => `${name}: left ${left.join(' → ')}, top ${top.join(' → ')}`);
        },
      };
    },
    { selectors, seenPx: SEEN_PX },
  );
  return { stop: () => watch.evaluate(({ stop }) => stop()) };
}
