/** Another port for the same server, so that one localnet can stand for two servers; and a door that can be shut. */

import type { AddressInfo, Socket } from 'node:net';
import { connect, createServer } from 'node:net';

export interface TcpDoor {
  readonly url: string;
  close(): Promise<void>;
}

/**
 * @param url of a WebSocket server on this machine
 * @param doorPort where a door was before; 0 takes a free one
 */
export async function openTcpDoor(url: string, doorPort = 0): Promise<TcpDoor> {
  const { hostname, port } = new URL(url);
  const sockets = new Set<Socket>();
  const door = createServer((near) => {
    const far = connect(Number(port), hostname);
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => {
        sockets.delete(socket);
        near.destroy();
        far.destroy();
      });
    }
    near.pipe(far).pipe(near);
  });
  await new Promise<void>((resolve) => door.listen(doorPort, hostname, resolve));
  return {
    url: `ws://${hostname}:${(door.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy();
        door.close(() => resolve());
      }),
  };
}
