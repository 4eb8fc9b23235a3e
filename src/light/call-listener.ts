/**
 * Calls a function of somebody else's. What it throws is reported as an uncaught error of its own and does not disturb
 * the caller: a page's mistake must not look like a crash of the light client.
 */
export function callListener<T>(listener: (value: T) => void, value: T): void {
  try {
    listener(value);
  } catch (error) {
    queueMicrotask(() => {
      throw error;
    });
  }
}
