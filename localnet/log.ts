/**
 * What the localnet says while it runs: one line per event, for people or for programs.
 *
 *   text   2026-01-01T00:00:00.000Z info finalized block=10 hash=0a1b2c3d peers=0
 *   json   {"time":"2026-01-01T00:00:00.000Z","level":"info","event":"finalized","block":10,…}
 *
 * `info` goes to stdout, `warn` and `error` to stderr. A value can hold anything that somebody else made up: it is quoted
 * and cut, so that it cannot pass for another line. Keys and signatures are not logged.
 */
export type Level = 'info' | 'warn' | 'error';

export type Fields = Readonly<Record<string, string | number | bigint | boolean | undefined>>;

/** Fields that are undefined are left out. */
export type Log = (level: Level, event: string, fields?: Fields) => void;

export type LogFormat = 'text' | 'json';

export interface LogOptions {
  readonly format: LogFormat;
  readonly nowMs: () => number;
  readonly out: (line: string) => void;
  readonly err: (line: string) => void;
}

/** The longest value in a line. */
const MAX_VALUE_CHARACTERS = 500;
/** What needs no quotes: no space, no quote, no equals sign, nothing that a terminal obeys. */
const PLAIN = /^[!#-<>-~]+$/;

export function createLog({ format, nowMs, out, err }: LogOptions): Log {
  return (level, event, fields = {}) => {
    const time = new Date(nowMs()).toISOString();
    const line = format === 'json' ? jsonLine(time, level, event, fields) : textLine(time, level, event, fields);
    (level === 'info' ? out : err)(line);
  };
}

export const SILENT: Log = () => undefined;

function textLine(time: string, level: Level, event: string, fields: Fields): string {
  const pairs = Object.entries(fields).flatMap(([name, value]) => {
    if (value === undefined) return [];
    const text = cut(String(value));
    return [`${name}=${PLAIN.test(text) ? text : quote(text)}`];
  });
  return [time, level, event, ...pairs].join(' ');
}

function jsonLine(time: string, level: Level, event: string, fields: Fields): string {
  const values = Object.entries(fields).map(([name, value]) => {
    if (typeof value === 'bigint') return [name, String(value)];
    return [name, typeof value === 'string' ? cut(value) : value];
  });
  return JSON.stringify({ time, level, event, ...Object.fromEntries(values) });
}

const cut = (text: string): string =>
  text.length > MAX_VALUE_CHARACTERS ? `${text.slice(0, MAX_VALUE_CHARACTERS)}…` : text;

/** As JSON, with everything beyond printable ASCII escaped. */
const quote = (text: string): string =>
  JSON.stringify(text).replace(/[^ -~]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
