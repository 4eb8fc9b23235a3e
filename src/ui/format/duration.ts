/**
 * Spans of time as a person says them: at most two units, the smaller one only while it matters.
 */
import { formatCount } from './number.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** `36 s`, `42 min`, `1 h 12 min`, `3 d 4 h`. Cut, not rounded. Negative spans (a clock that was set back) are `0 s`. */
export function formatDuration(ms: number): string {
  const span = Math.max(0, ms);
  if (span < MINUTE) return `${Math.floor(span / SECOND)} s`;
  if (span < HOUR) return `${Math.floor(span / MINUTE)} min`;
  if (span < DAY) return twoUnits(span, HOUR, 'h', MINUTE, 'min');
  return twoUnits(span, DAY, 'd', HOUR, 'h');
}

function twoUnits(span: number, large: number, largeName: string, small: number, smallName: string): string {
  const rest = Math.floor((span % large) / small);
  return `${formatCount(span / large)} ${largeName}${rest === 0 ? '' : ` ${rest} ${smallName}`}`;
}

/** How long ago something was: `now` within the first second, else `36 s ago`. */
export function formatAge(ms: number): string {
  return ms < SECOND ? 'now' : `${formatDuration(ms)} ago`;
}

/** `214 blocks`, `1 block`. */
export function formatBlockCount(blocks: number): string {
  return `${formatCount(blocks)} ${blocks === 1 ? 'block' : 'blocks'}`;
}

/** How long so many blocks take on a chain with this block time. */
export function formatBlocksAsTime(blocks: number, blockTimeMs: number): string {
  return formatDuration(blocks * blockTimeMs);
}
