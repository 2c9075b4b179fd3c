import { once } from 'node:events';
import { connect } from 'node:net';
import { type MicroTask, sessionInStore } from '../kinds/micro.ts';

/** The same bytes there and back, and nothing that reads them: an answer is told by its length, which is known. */
export default {
  id: 'socket-store-get',
  title: 'Read a session from the store (RESP over node:net, the floor)',
  concurrent: true,
  async prepare({ storeUrl }) {
    const url = storeUrl === undefined ? undefined : new URL(storeUrl);
    // to sign in or encrypt is no part of a read
    if (url?.protocol !== 'redis:' || url.password !== '' || url.username !== '') return undefined;
    const key = `micro:${process.pid}`;
    const socket = connect(Number(url.port || 6_379), url.hostname);
    await once(socket, 'connect');
    socket.setNoDelay(true);
    const set = ['SET', key, sessionInStore(), 'PX', '60000'];
    socket.write(resp(set));
    await once(socket, 'data');
    const get = resp(['GET', key]);
    socket.write(get);
    const [first] = (await once(socket, 'data')) as [Buffer];
    const waiting: (() => void)[] = [];
    let bytes = 0;
    socket.on('data', ({ length }: Buffer) => {
      for (bytes += length; bytes >= first.length; bytes -= first.length) waiting.shift()?.();
    });
    return {
      run: () =>
        new Promise<void>((resolve) => {
          waiting.push(resolve);
          socket.write(get);
        }),
      async close() {
        socket.end(resp(['DEL', key]));
      },
    };
  },
} satisfies MicroTask;

function resp(words: readonly string[]): string {
  return `*${words.length}\r\n${words.map((word) => `$${Buffer.byteLength(word)}\r\n${word}\r\n`).join('')}`;
}
