/** Errors on their way between threads: classes do not survive it, codes do. */
import { isLightError, LightError } from '../../errors.ts';

export interface PlainError {
  readonly name: string;
  readonly code: string;
  readonly message: string;
  /** JSON of the error's data, so that anything passes. */
  readonly dataText: string;
}

export function toPlainError(error: unknown): PlainError {
  const { name, message } = error instanceof Error ? error : { name: 'Error', message: String(error) };
  const code: unknown = error instanceof Error && 'code' in error ? error.code : undefined;
  return {
    name,
    code: typeof code === 'string' ? code : 'light/unexpected',
    message,
    dataText: isLightError(error) ? jsonOf(error.data) : '{}',
  };
}

/** Integers of any size as text, since JSON has none; what JSON cannot say at all is left out. */
function jsonOf(data: LightError['data']): string {
  try {
    return JSON.stringify(data, (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value));
  } catch {
    return '{}';
  }
}

/** An abort stays one; everything else is a LightError by now. */
export function fromPlainError({ name, code, message, dataText }: PlainError): Error {
  if (name === 'AbortError') return new DOMException(message, 'AbortError');
  if (name === 'RangeError') return new RangeError(message);
  return new LightError(code as LightError['code'], message, { data: JSON.parse(dataText) });
}
