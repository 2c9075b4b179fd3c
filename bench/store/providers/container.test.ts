import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { describe, it } from 'node:test';
import { promisify } from 'node:util';
import { Redis } from 'ioredis';
import { openStore } from '../open-store.ts';
import { container } from './container.ts';

const run = promisify(execFile);
const { signal } = new AbortController();
const available = await container.available({ signal, log: () => {} });

describe('a store in a container', { skip: available === true ? false : available }, () => {
  it('comes back empty, at the same address, after it was killed, and leaves nothing when it is disposed', async () => {
    const before = await containers();
    {
      await using store = await openStore('container', { signal, env: {} });
      assert.equal(store.provider, 'container');
      assert.equal(store.kind, 'redis');
      assert.match(store.caveat ?? '', /published port/);
      assert.equal(await ask(store.url, (redis) => redis.set('key', 'value')), 'OK');
      await store.kill();
      await assert.rejects(ask(store.url, (redis) => redis.ping()));
      await store.restart();
      assert.equal(await ask(store.url, (redis) => redis.get('key')), null);
    }
    assert.deepEqual(await containers(), before);
  });
});

/** Its connection ends with the question: one that outlived a kill would come back by itself. */
async function ask<T>(url: string, question: (redis: Redis) => Promise<T>): Promise<T> {
  const redis = new Redis(url, { lazyConnect: true, maxRetriesPerRequest: 3, connectTimeout: 5_000 });
  redis.on('error', () => {});
  try {
    return await question(redis);
  } finally {
    redis.disconnect();
  }
}

async function containers(): Promise<string[]> {
  const ours = ['--filter', 'label=org.testcontainers=true', '--filter', 'ancestor=redis:7-bookworm'];
  const { stdout } = await run('docker', ['ps', '-aq', ...ours]);
  return stdout.split('\n').sort();
}
