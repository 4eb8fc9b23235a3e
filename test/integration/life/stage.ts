/**
 * Where a life is played: a localnet in this process, and polkadot-js in front of it, over a WebSocket or over smoldot.
 *
 * Scripts only send calls through polkadot-js and wait for blocks; what happened they read in the chain's own states.
 */
import { ApiPromise, Keyring, WsProvider } from '@polkadot/api';
import type { ApiOptions, SubmittableExtrinsic } from '@polkadot/api/types';
import type { KeyringPair } from '@polkadot/keyring/types';
import type { Block, Localnet } from '../../../localnet/index.ts';
import { State } from '../../../localnet/state.ts';
import { equalBytes, fromHex } from '../../../src/chain/bytes.ts';
import { blake2b256 } from '../../../src/chain/hash.ts';
import { describeDispatchError, storage } from '../../../src/chain/schema/index.ts';
import type { ChainEngine } from '../../../src/light/index.ts';
import { openEngine } from '../../../src/light/index.ts';
import { openPolkadotApi, SIGNED_EXTENSIONS } from '../../../src/light/polkadot.ts';
import { openSmoldot } from '../../../src/light/smoldot/host.node.ts';

/** An extrinsic that came into a block. */
export interface Sent {
  readonly block: Block;
  /** After the block before it: what its block began with. */
  readonly before: State;
  readonly after: State;
  /** `SubtensorModule.StakeAdded` … */
  readonly events: readonly string[];
  /** Name of the dispatch error; undefined if it did what it is for. */
  readonly error: string | undefined;
}

export interface Stage {
  readonly net: Localnet;
  readonly api: ApiPromise;
  /** Signs, submits, waits for the block. */
  send(signer: KeyringPair, call: SubmittableExtrinsic<'promise'>): Promise<Sent>;
  /** Waits for a block that `isIt`; at most `limit` blocks. */
  until(what: string, isIt: (block: Block) => boolean, limit: number): Promise<Block>;
  close(): Promise<void>;
}

export const stateOf = (block: Block): State => new State(block.state!);
export const parentOf = (net: Localnet, { header }: Block): State => stateOf(net.chain.byHash(header.parentHash)!);

/** Sr25519 accounts by derivation path: `//Alice`. */
export const keyring = (): Keyring => new Keyring({ type: 'sr25519', ss58Format: 42 });

/** Over a WebSocket; the stage makes the blocks, one whenever somebody waits. */
export async function webSocketStage(net: Localnet): Promise<Stage> {
  // Their types were not made for `exactOptionalPropertyTypes`.
  const provider = new WsProvider(net.rpcUrl) as unknown as NonNullable<ApiOptions['provider']>;
  const api = await ApiPromise.create({ provider, noInitWarn: true, signedExtensions: SIGNED_EXTENSIONS });
  const nextBlock = async () => {
    const block = net.chain.produce(net.chain.lastSlot + 1n);
    await net.chain.finalizeTo(block.number - 2);
    return block;
  };
  return { ...play(net, api, nextBlock), close: () => api.disconnect() };
}

/** Over smoldot, in real time: the localnet makes its own blocks. */
export async function smoldotStage(net: Localnet): Promise<Stage> {
  const engine = openEngine(
    'smoldot',
    { id: 'life', name: 'Life', specText: net.chainSpec },
    { openPipe: openSmoldot },
  );
  await following(engine);
  const api = await openPolkadotApi(engine);
  const nextBlock = () =>
    new Promise<Block>((resolve) => {
      const stop = net.chain.subscribe((event) => {
        if (event.type !== 'imported') return;
        stop();
        resolve(event.block);
      });
    });
  const close = async () => {
    await api.disconnect();
    await engine.close();
  };
  return { ...play(net, api, nextBlock), close };
}

function play(net: Localnet, api: ApiPromise, nextBlock: () => Promise<Block>): Omit<Stage, 'close'> {
  const until: Stage['until'] = async (what, isIt, limit) => {
    for (let i = 0; i < limit; i++) {
      const block = await nextBlock();
      if (isIt(block)) return block;
    }
    throw new Error(`not in ${limit} blocks: ${what}`);
  };
  const send: Stage['send'] = async (signer, call) => {
    const nonce = stateOf(net.chain.best).get(storage.System.Account, signer.publicKey as never).nonce;
    const signed = await call.signAsync(signer, { nonce, era: 0 });
    const bytes = fromHex(signed.toHex());
    await api.rpc.author.submitExtrinsic(signed);
    const has = ({ body }: Block) => body.some((extrinsic) => equalBytes(blake2b256(extrinsic), blake2b256(bytes)));
    const block = await until(call.method.method, has, MAX_WAIT_BLOCKS);
    return sent(
      net,
      block,
      block.body.findIndex((extrinsic) => equalBytes(extrinsic, bytes)),
    );
  };
  return { net, api, send, until };
}

/** A transaction goes by gossip when a light client sends it. */
const MAX_WAIT_BLOCKS = 30;

function sent(net: Localnet, block: Block, index: number): Sent {
  const after = stateOf(block);
  const own = after
    .get(storage.System.Events)
    .filter(({ phase }) => phase.type === 'ApplyExtrinsic' && phase.value[0] === index);
  const failed = own.flatMap(({ event }) =>
    event.type === 'System' && event.value[0].type === 'ExtrinsicFailed' ? [event.value[0].value.dispatch_error] : [],
  );
  return {
    block,
    before: parentOf(net, block),
    after,
    events: own.map(({ event }) => `${event.type}.${(event.value[0] as { readonly type: string }).type}`),
    error: failed[0] && describeDispatchError(failed[0]).name,
  };
}

function following(engine: ChainEngine): Promise<void> {
  return new Promise((resolve) => {
    const stop = engine.subscribe(check);
    function check(): void {
      if (engine.status.stage !== 'following') return;
      queueMicrotask(() => stop());
      resolve();
    }
    check();
  });
}
