/** The worker's side: sets timers when told to and tells when they are due. */
import type { Clock } from '../clock.ts';
import type { FromTimers, TimerEnd, ToTimers } from './messages.ts';

export function serveTimers(end: TimerEnd<FromTimers, ToTimers>, clock: Clock): void {
  const cancels = new Map<number, () => void>();
  end.onmessage = ({ data }) => {
    cancels.get(data.id)?.();
    cancels.delete(data.id);
    if (data.type === 'clear') return;
    const cancel = clock.after(data.delayMs, () => {
      cancels.delete(data.id);
      end.postMessage({ type: 'due', id: data.id });
    });
    cancels.set(data.id, cancel);
  };
}
