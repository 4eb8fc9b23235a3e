/**
 * A localnet and an engine over its states in one process, and what a call came to against what was foretold.
 *
 * The engine answers reads from the finalized block's own state, so it stands for any engine that proves them.
 */
import type { Localnet } from '../../localnet/index.ts';
import { State } from '../../localnet/state.ts';
import type { Bytes } from '../../src/chain/bytes.ts';
import { equalBytes, fromHex, toHex } from '../../src/chain/bytes.ts';
import type { KeyPair } from '../../src/chain/keys.ts';
import { poolErrors } from '../../src/chain/pool-codes.ts';
import { encode, struct, u8, u64 } from '../../src/chain/scale/index.ts';
import type { RuntimeCall } from '../../src/chain/schema/index.ts';
import { describeDispatchError, storage, weight } from '../../src/chain/schema/index.ts';
import type { PreflightReport, UnsignedTransaction } from '../../src/light/transactions/index.ts';
import {
  errorName,
  keyringSigner,
  NonceBook,
  prepareTransaction,
  signTransaction,
  verdictOf,
} from '../../src/light/transactions/index.ts';
import type { ChainEngine } from '../../src/light/types.ts';

const dispatchInfo = struct([], { weight, class: u8, partial_fee: u64 });
const LENGTH_BYTES = 4;

export type SubtensorCall = Extract<RuntimeCall, { readonly type: 'SubtensorModule' }>['value'][0];

/** A call of the Subtensor pallet. */
export const subtensorCall = <N extends SubtensorCall['type']>(
  type: N,
  value: Extract<SubtensorCall, { readonly type: N }>['value'],
): RuntimeCall => ({ type: 'SubtensorModule', value: [{ type, value }] }) as unknown as RuntimeCall;

export interface Told {
  /** What the chain did: `ok`, `pool: <errors>`, or the name of the dispatch error. */
  readonly did: string;
  /** What the pre-flight said, in the same words. */
  readonly said: string;
  readonly report: PreflightReport;
  readonly transaction: UnsignedTransaction;
}

export class PreflightStage {
  readonly net: Localnet;
  readonly nonces = new NonceBook();
  readonly engine: ChainEngine;

  constructor(net: Localnet) {
    this.net = net;
    this.engine = engineOver(net);
  }

  get state(): State {
    return new State(this.net.chain.best.state!);
  }

  async block(): Promise<void> {
    const { chain } = this.net;
    await chain.finalizeTo(chain.produce(chain.lastSlot + 1n).number);
  }

  prepare(pair: KeyPair, call: RuntimeCall): Promise<UnsignedTransaction> {
    return prepareTransaction(this.engine, call, pair.publicKey, { nonces: this.nonces });
  }

  /** Foretells, signs, submits, and looks. */
  async tell(pair: KeyPair, call: RuntimeCall): Promise<Told> {
    const transaction = await this.prepare(pair, call);
    const { bytes } = await signTransaction(transaction, keyringSigner(pair));
    const refused = this.net.chain.submit(bytes);
    if (!refused.ok) this.nonces.release(pair.publicKey, transaction.terms.nonce);
    else await this.block();
    const did = refused.ok ? this.#outcomeOf(bytes) : this.#refusal(refused, transaction.preflight);
    return { did, said: saidIn(transaction.preflight), report: transaction.preflight, transaction };
  }

  #outcomeOf(bytes: Bytes): string {
    const { body } = this.net.chain.best;
    const index = body.findIndex((extrinsic) => equalBytes(extrinsic, bytes));
    if (index < 0) throw new Error('the extrinsic is not in the block');
    const failed = this.state.get(storage.System.Events).flatMap(({ phase, event }) => {
      const isOwn = phase.type === 'ApplyExtrinsic' && phase.value[0] === index;
      if (!isOwn || event.type !== 'System' || event.value[0].type !== 'ExtrinsicFailed') return [];
      return [event.value[0].value.dispatch_error];
    });
    return failed[0] ? describeDispatchError(failed[0]).name : 'ok';
  }

  /** Pools name codes; the one of several errors with the code that was foretold stands for it. */
  #refusal({ code, custom }: { readonly code: string; readonly custom?: number }, report: PreflightReport): string {
    const foretold = verdictOf(report)?.error?.name;
    if (custom !== undefined) {
      const errors: readonly string[] = poolErrors(custom);
      const name = foretold && (errors.includes(foretold) || errors.length === 0) ? foretold : errors.join(' or ');
      return `pool: SubtensorModule.${name}`;
    }
    if (code === 'pool/payment') return 'pool: InvalidTransaction.Payment';
    return code === 'pool/undecodable' ? 'pool: InvalidTransaction.Undecodable' : `pool: ${code}`;
  }
}

function saidIn(report: PreflightReport): string {
  const verdict = verdictOf(report);
  if (!verdict) return 'ok';
  const name = errorName(verdict.error!);
  return verdict.refusedBy === 'pool' ? `pool: ${name}` : name.replace('DispatchError.', '');
}

function engineOver({ chain }: Localnet): ChainEngine {
  const engine: Pick<ChainEngine, 'kind' | 'readStorage' | 'request'> & { readonly status: unknown } = {
    kind: 'smoldot',
    get status() {
      const { number, hash } = chain.finalized;
      const finalized = { number, hash: toHex(hash) };
      return { finalized, genesisHash: toHex(chain.genesis.hash), label: 'proved' };
    },
    async readStorage(keys, at) {
      const { state } = chain.byHash(fromHex(at))!;
      return keys.map((key) => state!.get(key));
    },
    async request(_method, [, args]) {
      const bytes = fromHex(args as string);
      const { refTime, partialFeeRao } = chain.queryInfo(bytes.subarray(0, bytes.length - LENGTH_BYTES));
      const info = { weight: { ref_time: refTime, proof_size: 0n }, class: 0, partial_fee: partialFeeRao };
      return toHex(encode(dispatchInfo, info));
    },
  };
  return engine as unknown as ChainEngine;
}
