/** Why figures are only claimed now, in one sentence for a label's title. Small: the bar of every page says it. */
import type { EngineStatus } from '../../light/types.ts';

/** Undefined while there is nothing more to say than that somebody said so. */
export function whyClaimed(engine: EngineStatus | undefined): string | undefined {
  if (engine?.label !== 'claimed') return undefined;
  const { trust } = engine;
  if (trust && !trust.anchor.isConfirmed) {
    return 'Checked here, but against a checkpoint that servers named and you have not confirmed yet. The Node page shows it';
  }
  if (trust?.finality === 'authors') {
    return 'Checked here, but no votes are served yet for the block that it rests on';
  }
  return 'A server said so, and what it rests on is not checked yet';
}
