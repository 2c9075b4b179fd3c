import { Redis } from 'ioredis';
import { type MicroTask, sessionInStore } from '../kinds/micro.ts';

export default {
  id: 'store-get',
  title: 'Read a session from the store (ioredis GET)',
  concurrent: true,
  floor: 'socket-store-get',
  async prepare({ storeUrl }) {
    if (storeUrl === undefined) return undefined;
    const client = new Redis(storeUrl, { maxRetriesPerRequest: 0, commandTimeout: 1_000 });
    const key = `micro:${process.pid}`;
    await client.set(key, sessionInStore(), 'PX', 60_000);
    return {
      run: () => client.get(key),
      async close() {
        await client.del(key);
        client.disconnect();
      },
    };
  },
} satisfies MicroTask;
