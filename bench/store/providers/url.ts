import { BenchError } from '../../errors.ts';
import { createStoreClient, type StoreClient, withoutPassword } from '../client.ts';
import { allKeys, dropAll } from '../keys.ts';
import type { Provider } from '../provider.ts';

/** Written into a database that is given to us, so that a later run knows the leftovers of a killed one as ours. */
const ownershipMark = 'authbench:owns-this-database';

/** A store that somebody runs already. Its database must be empty, for every run flushes it. */
export const url: Provider = {
  id: 'url',
  caveat:
    'The store was given by its address: what else it serves, and the network to it, are part of every figure. It cannot be killed, so scenarios in which the store dies are not run.',

  available: async ({ address }) => address !== undefined || 'neither --store nor REDIS_URL names an address',

  async start({ address, allowRemote, signal }) {
    const parsed = permitted(address ?? '', allowRemote);
    const client = createStoreClient(parsed.href);
    const giveUp = () => client[Symbol.dispose]();
    signal.addEventListener('abort', giveUp);
    try {
      await refuseKeysOfOthers(client, parsed.href);
      await client.ask('SET', ownershipMark, '1');
    } catch (error) {
      client[Symbol.dispose]();
      throw error;
    } finally {
      signal.removeEventListener('abort', giveUp);
    }
    return {
      url: parsed.href,
      pid: undefined,
      async flush() {
        await dropAll(client);
        await client.ask('SET', ownershipMark, '1');
      },
      async [Symbol.asyncDispose]() {
        // It may be gone before us; then there is nothing to clean.
        await dropAll(client).catch(() => {});
        client[Symbol.dispose]();
      },
    };
  },
};

/** @throws BenchError AB-E002 where it is no address of a store, AB-E003 where that is on a machine that was not allowed. */
export function permitted(address: string, allowRemote: string | undefined): URL {
  const parsed = parse(address);
  const host = parsed.hostname.replace(/^\[|\]$/g, '');
  if (isLoopback(host) || host === allowRemote) return parsed;
  throw new BenchError('AB-E003', `${withoutPassword(parsed.href)} is not on this machine`, {
    fix: `load and attacks go to that machine; if it is yours, add --allow-remote ${host}`,
  });
}

function parse(address: string): URL {
  const parsed = URL.canParse(address) ? new URL(address) : undefined;
  if (parsed && ['redis:', 'rediss:'].includes(parsed.protocol) && parsed.hostname !== '') return parsed;
  throw new BenchError('AB-E002', `--store cannot be ${address.includes('@') ? 'this URL' : JSON.stringify(address)}`, {
    fix: 'give redis://HOST:PORT/DATABASE, auto, binary, container, embedded or debian',
  });
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host);
}

async function refuseKeysOfOthers(client: StoreClient, href: string): Promise<void> {
  const keys = Number((await client.askIfAllowed('DBSIZE')) ?? (await allKeys(client)).length);
  if (keys > 0 && (await client.ask('EXISTS', ownershipMark)) !== 1) {
    throw new BenchError('AB-E202', `${withoutPassword(href)} holds ${keys} keys that this bench did not write`);
  }
}
