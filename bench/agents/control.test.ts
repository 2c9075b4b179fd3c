import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { describe, it } from 'node:test';
import { createStoreServer } from '../store/embedded/server.ts';
import { assertControlUrl, openControl } from './control.ts';
import { bestOf } from './control-clock.ts';

describe('a control Redis', () => {
  it('is refused where its password would go over a network in clear, and where its address is none', () => {
    assert.throws(
      () => assertControlUrl('redis://bench:word@10.0.0.9:6379'),
      /password for 10\.0\.0\.9:6379 would go over/,
    );
    for (const good of ['rediss://bench:word@10.0.0.9:6379', 'redis://10.0.0.9', 'redis://bench:word@127.0.0.1:6379'])
      assertControlUrl(good);
    for (const bad of ['10.0.0.9:6379', 'http://10.0.0.9', 'redis://'])
      assert.throws(() => assertControlUrl(bad), { code: 'AB-E402' });
  });

  it('is refused where it runs no Lua, as the store that the bench has inside', async () => {
    const server = createStoreServer().listen(0, '127.0.0.1');
    try {
      await once(server, 'listening');
      const { port } = server.address() as AddressInfo;
      await assert.rejects(openControl(`redis://127.0.0.1:${port}`), ({ code, message }) => {
        assert.equal(code, 'AB-E402');
        assert.match(message, /runs no Lua script .*, which BullMQ is written in/);
        return true;
      });
    } finally {
      server.close();
    }
  });

  it('has the time of the answer with the shortest way', () => {
    const [slow, quick] = [
      { offsetMs: 40, roundTripMs: 60 },
      { offsetMs: 12, roundTripMs: 2 },
    ];
    assert.equal(bestOf([slow, quick, slow]), quick);
  });
});
