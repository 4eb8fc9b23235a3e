/** Where things stand on the page, and the figures that tests read there. */
import type { Locator, Page } from '@playwright/test';

export const pulse = (page: Page): Locator => page.getByRole('banner');
export const auditLine = (page: Page): Locator => page.getByRole('region', { name: 'Audit of the last epoch' });
export const neurons = (page: Page): Locator => page.locator('main tbody tr');
/** The one problem above the page. */
export const problem = (page: Page): Locator => page.getByRole('main').getByRole('alert');

/** The finalized block of the pulse; 0 while there is none. */
export const finalizedOf = (page: Page): Promise<number> =>
  // Its own element: what stands beside it may begin with a number, too.
  numberIn(pulse(page).locator('span', { hasText: /^\s*finalized/ }), /([\d\s\u2009\u202f]+)$/);

/** The epoch of the audit line; 0 while there is none. */
export const auditedEpochOf = (page: Page): Promise<number> => numberIn(auditLine(page), /Epoch ([\d\s\u2009\u202f]+)/);

/** The block whose state the audited epoch was recomputed from; 0 while there is none. */
export const auditedBlockOf = (page: Page): Promise<number> =>
  numberIn(auditLine(page), /proved at ([\d\s\u2009\u202f]+)/);

/** The number after some words, whatever separates its thousands; 0 where the words are not there. */
async function numberIn(place: Locator, pattern: RegExp): Promise<number> {
  const [text = ''] = await place.allTextContents();
  return Number(pattern.exec(text)?.[1]?.replace(/\D/g, '') ?? '0');
}
