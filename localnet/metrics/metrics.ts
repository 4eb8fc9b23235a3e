/**
 * What is counted: blocks, finality, epochs, extrinsics by what became of them, the pool, peers, memory, disk.
 *
 * Counters begin with the process (history included); what an extrinsic came to is read from the events of its block.
 */
import process from 'node:process';
import { storage } from '../../src/chain/schema/index.ts';
import { State } from '../state.ts';
import type { Block, ChainView } from '../types.ts';
import type { EpochCount } from './epoch-count.ts';
import type { Metric } from './prometheus.ts';
import { formatMetrics } from './prometheus.ts';

export interface MetricsOptions {
  readonly chain: ChainView;
  readonly epochs: EpochCount;
  readonly peers: () => number;
  readonly rpcClients: () => number;
  /** Bytes on disk; 0 where nothing is kept. */
  readonly databaseBytes: () => Promise<number>;
}

type Outcome = 'success' | 'failed' | 'refused';

/** Counts from now on. */
export function watchChain(chain: ChainView): { readonly counts: Counts; readonly stop: () => void } {
  const counts = new Counts();
  const stop = chain.subscribe((event) => {
    if (event.type === 'imported') counts.addBlock(event.block);
    else if (event.type === 'finalized') counts.finalizedSteps += 1;
    else if (event.status.type === 'invalid' || event.status.type === 'dropped') counts.add('refused');
  });
  return { counts, stop };
}

export class Counts {
  blocks = 0;
  finalizedSteps = 0;
  /** Epochs of subnets that were paid out. */
  epochs = 0;
  readonly extrinsics: Record<Outcome, number> = { success: 0, failed: 0, refused: 0 };

  add(outcome: Outcome): void {
    this.extrinsics[outcome] += 1;
  }

  addBlock(block: Block): void {
    this.blocks += 1;
    if (!block.state) return;
    for (const { event, phase } of new State(block.state).get(storage.System.Events)) {
      const name = `${event.type}.${(event.value[0] as { readonly type: string }).type}`;
      if (name === 'SubtensorModule.IncentiveAlphaEmittedToMiners') this.epochs += 1;
      // The timestamp is nobody's.
      if (phase.type !== 'ApplyExtrinsic' || phase.value[0] === 0) continue;
      if (name === 'System.ExtrinsicSuccess') this.add('success');
      else if (name === 'System.ExtrinsicFailed') this.add('failed');
    }
  }
}

/** The page that Prometheus reads. */
export async function metricsText(counts: Counts, options: MetricsOptions): Promise<string> {
  const { chain, epochs, peers, rpcClients } = options;
  const one = (type: Metric['type'], name: string, help: string, value: number): Metric => {
    return { type, name: `yumalight_${name}`, help, samples: [{ value }] };
  };
  const extrinsics = Object.entries(counts.extrinsics).map(([outcome, value]) => ({ labels: { outcome }, value }));
  const metrics: readonly Metric[] = [
    one('gauge', 'best_block', 'Number of the best block.', chain.best.number),
    one('gauge', 'finalized_block', 'Number of the finalized block.', chain.finalized.number),
    one('counter', 'blocks_total', 'Blocks made since the start.', counts.blocks),
    one('counter', 'finality_steps_total', 'Finality proofs made since the start.', counts.finalizedSteps),
    one('counter', 'epochs_total', 'Epochs of subnets since the start.', counts.epochs),
    one('counter', 'epoch_cores_total', 'Epoch computations since the start, one per mechanism.', epochs.cores),
    one('counter', 'epoch_core_ms_total', 'Milliseconds in epoch computations since the start.', epochs.ms),
    { type: 'counter', name: 'yumalight_extrinsics_total', help: 'Extrinsics by outcome.', samples: extrinsics },
    one('gauge', 'pool_ready', 'Extrinsics that are ready for the next block.', chain.pending().length),
    one('gauge', 'peers', 'Light clients connected over p2p.', peers()),
    one('gauge', 'rpc_clients', 'WebSocket clients of JSON-RPC.', rpcClients()),
    one('gauge', 'resident_memory_bytes', 'Resident memory of the process.', process.memoryUsage.rss()),
    one('gauge', 'database_bytes', 'Bytes of the database on disk.', await options.databaseBytes()),
  ];
  return formatMetrics(metrics);
}
