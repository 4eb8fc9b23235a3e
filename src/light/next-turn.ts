/**
 * Lets the page have its turn between two stretches of work. By a message: a hidden page's timers wake once a second, then
 * once a minute, and messages do not wait for them.
 */
export function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(undefined);
  });
}
