/** Prepared transactions for tests: a small state, an engine over it, and calls. */
import type { Bytes } from '../../chain/bytes.ts';
import { sr25519FromUri } from '../../chain/keys.ts';
import type { RuntimeCall } from '../../chain/schema/index.ts';
import { storage } from '../../chain/schema/index.ts';
import { LightError } from '../errors.ts';
import { blockRef, FakeEngine, FakeState } from '../testing/fake-state.ts';
import type { ChainEngine } from '../types.ts';
import { NonceBook } from './nonce-book.ts';
import type { PrepareOptions } from './prepare.ts';
import { prepareTransaction } from './prepare.ts';
import type { UnsignedTransaction } from './types.ts';

export const TAO = 1_000_000_000n;
export const HEAD = blockRef(1_000);
export const GENESIS = blockRef(0);
export const ALICE = sr25519FromUri('//Alice');
export const BOB = sr25519FromUri('//Bob');
export const SPEC_VERSION = 424;

const { data, ...counts } = storage.System.Account.absent;
/** An account that holds `free` rao. */
export const accountWith = (free: bigint, nonce = 0) => ({ ...counts, nonce, providers: 1, data: { ...data, free } });

export const stateWith = (specVersion = SPEC_VERSION): FakeState =>
  new FakeState()
    .put(storage.System.Account, ALICE.publicKey, accountWith(100n * TAO, 7))
    .put(storage.System.LastRuntimeUpgrade, { spec_version: specVersion, spec_name: 'node-subtensor' });

export interface EngineParts {
  readonly state?: FakeState;
  readonly kind?: ChainEngine['kind'];
  readonly label?: ChainEngine['status']['label'];
  /** Left out: the engine cannot ask anybody. */
  readonly request?: ChainEngine['request'];
}

export function engineWith({ state = stateWith(), kind = 'smoldot', label = 'proved', request }: EngineParts = {}) {
  const reads = new FakeEngine([[HEAD, state]]);
  const unsupported = async () => {
    throw new LightError('light/unsupported' as 'light/timeout', 'no server speaks JSON-RPC');
  };
  return {
    kind,
    status: { finalized: HEAD, genesisHash: GENESIS.hash, label },
    readStorage: (keys: readonly Bytes[], at: string) => reads.readStorage(keys, at),
    request: request ?? unsupported,
  } as unknown as ChainEngine;
}

export const transfer = (to: Bytes, value: bigint): RuntimeCall =>
  ({
    type: 'Balances',
    value: [{ type: 'transfer_keep_alive', value: { dest: { type: 'Id', value: [to] }, value } }],
  }) as unknown as RuntimeCall;
export const remark = (bytes: number): RuntimeCall => ({
  type: 'System',
  value: [{ type: 'remark', value: { remark: new Uint8Array(bytes) } }],
});

export const prepared = (
  call: RuntimeCall = transfer(BOB.publicKey, TAO),
  options: Partial<PrepareOptions> = {},
  engine = engineWith(),
): Promise<UnsignedTransaction> =>
  prepareTransaction(engine, call, ALICE.publicKey, { nonces: new NonceBook(), ...options });
