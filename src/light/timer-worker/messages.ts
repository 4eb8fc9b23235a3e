/** What page and timer worker say to each other. Ids are the page's; a timer that was cleared may still be told as due. */
export type ToTimers =
  | { readonly type: 'set'; readonly id: number; readonly delayMs: number }
  | { readonly type: 'clear'; readonly id: number };
export type FromTimers = { readonly type: 'due'; readonly id: number };

/** The half of a Worker or of its global scope that is needed to talk. */
export interface TimerEnd<Out, In> {
  postMessage(message: Out): void;
  onmessage: ((event: { readonly data: In }) => void) | null;
}
