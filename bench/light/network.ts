/** A localnet in a process of its own, seen through doors that count bytes; and the three clients of it. */
import { type ChildProcess, fork } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { connect, createServer } from 'node:net';
import path from 'node:path';
import { World } from '../../e2e/world.ts';
import type { Answer, Question } from './client.ts';

export const CLIENTS = ['smoldot', 'proof, JSON-RPC', 'proof, libp2p'] as const;
export type ClientName = (typeof CLIENTS)[number];

export interface Door {
  readonly port: number;
  /** Both ways, since the door was opened. */
  bytes(): number;
  close(): void;
}

export interface Network {
  readonly world: World;
  /** Starts a client behind a door of its own. */
  client(name: ClientName, databaseText?: string): Promise<Client>;
  close(): Promise<void>;
}

export async function openNetwork(...flags: readonly string[]): Promise<Network> {
  const world = await World.create();
  await world.startLocalnet(...flags);
  return {
    world,
    async client(name, databaseText) {
      const door = await openDoor(name === 'proof, JSON-RPC' ? world.rpcPort : world.p2pPort);
      const specText = (await readFile(path.join(world.dataDir, 'chain-spec.json'), 'utf8')).replaceAll(
        `/tcp/${world.p2pPort}/ws`,
        `/tcp/${door.port}/ws`,
      );
      const bootNode = (JSON.parse(specText) as { bootNodes: string[] }).bootNodes[0]!;
      const server = name === 'proof, JSON-RPC' ? `ws://127.0.0.1:${door.port}` : bootNode;
      return Client.start(door, { type: 'open', name, specText, server, databaseText });
    },
    close: () => world.destroy(),
  };
}

/** One light client in its process. */
export class Client {
  readonly door: Door;
  readonly #child: ChildProcess;
  /** Ms from opening the engine to the first `following`, without the start of the process. */
  readonly startMs: number;

  private constructor(door: Door, child: ChildProcess, startMs: number) {
    this.door = door;
    this.#child = child;
    this.startMs = startMs;
  }

  static async start(door: Door, open: Extract<Question, { type: 'open' }>): Promise<Client> {
    const child = fork(path.join(import.meta.dirname, 'client.ts'), [], {
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    const { startMs } = await ask(child, open);
    return new Client(door, child, startMs!);
  }

  ask(question: Question): Promise<Answer> {
    return ask(this.#child, question);
  }

  async close(): Promise<void> {
    const ended = new Promise((resolve) => this.#child.once('exit', resolve));
    this.#child.kill();
    await ended;
    this.door.close();
  }
}

function ask(child: ChildProcess, question: Question): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const onExit = (code: number | null) => reject(new Error(`the client ended with ${code}`));
    child.once('exit', onExit);
    child.once('message', (answer) => {
      child.off('exit', onExit);
      resolve(answer as Answer);
    });
    child.send(question);
  });
}

async function openDoor(port: number): Promise<Door> {
  let bytes = 0;
  const server = createServer((near) => {
    const far = connect(port, '127.0.0.1');
    for (const socket of [near, far]) {
      socket.on('data', (chunk: Buffer) => {
        bytes += chunk.length;
      });
      socket.on('error', () => undefined);
      socket.on('close', () => {
        near.destroy();
        far.destroy();
      });
    }
    near.pipe(far).pipe(near);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { port: (server.address() as AddressInfo).port, bytes: () => bytes, close: () => server.close() };
}
