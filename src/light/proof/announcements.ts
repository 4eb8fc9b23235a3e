/**
 * What one server has announced and nobody has looked at yet, bounded: older announcements of a kind give way to newer
 * ones, since gaps are filled by asking. Votes are not crowded out by headers; they are rarer and say more.
 */
import type { Bytes } from '../../chain/bytes.ts';
import type { Votes } from './server.ts';

export type Announcement = { readonly header: Bytes } | { readonly votes: Votes };

const MAX_HEADERS = 64;
const MAX_VOTES = 4;
/** Twice the header that names a thousand new voters and as many authors. Longer ones are fetched when they matter. */
const MAX_ANNOUNCED_BYTES = 160 << 10;

export class Announcements {
  readonly #waiting: Announcement[] = [];

  push(announcement: Announcement): void {
    const isHeader = 'header' in announcement;
    if (isHeader && announcement.header.length > MAX_ANNOUNCED_BYTES) return;
    this.#waiting.push(announcement);
    const ofItsKind = this.#waiting.filter((other) => 'header' in other === isHeader);
    if (ofItsKind.length > (isHeader ? MAX_HEADERS : MAX_VOTES)) {
      this.#waiting.splice(this.#waiting.indexOf(ofItsKind[0]!), 1);
    }
  }

  /** The oldest, taken out. */
  shift(): Announcement | undefined {
    return this.#waiting.shift();
  }
}
