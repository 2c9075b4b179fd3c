import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** A way to a Redis that keeps all that passes, in both directions, and can be cut. */
export interface RecordedWay extends AsyncDisposable {
  readonly url: string;
  /** As text, byte by byte. */
  passed(): string;
  /** From now on nothing passes, and nobody is told. */
  cut(): void;
}

/** @param delayMs of each word to the Redis, as on a busy machine */
export async function openRecordedWay(to: string, delayMs = 0): Promise<RecordedWay> {
  const { port: target } = new URL(to);
  const passed: Buffer[] = [];
  const sockets = new Set<Socket>();
  let isCut = false;
  const server = createServer((near) => {
    const far = connect(Number(target), '127.0.0.1');
    for (const [from, into] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(from);
      from.on('data', (chunk) => {
        if (isCut) return;
        passed.push(chunk);
        if (from === far || delayMs === 0) into.write(chunk);
        else setTimeout(() => into.write(chunk), delayMs);
      });
      from.on('close', () => into.destroy());
      from.on('error', () => into.destroy());
    }
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `redis://127.0.0.1:${(server.address() as AddressInfo).port}`,
    passed: () => Buffer.concat(passed).toString('latin1'),
    cut() {
      isCut = true;
    },
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}
