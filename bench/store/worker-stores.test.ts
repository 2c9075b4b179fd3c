import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { StoreServer } from './provider.ts';
import { embedded } from './providers/embedded.ts';
import { openStores } from './worker-stores.ts';

describe('the stores of workers', () => {
  it('leave none behind where one of them does not come up', async () => {
    const { start } = embedded;
    let first: StoreServer | undefined;
    embedded.start = async (around) => {
      if (first) throw new Error('no room');
      first = await start(around);
      return first;
    };
    try {
      const options = { signal: new AbortController().signal };
      await assert.rejects(openStores('embedded', 3, undefined, options), { code: 'AB-E201' });
      assert.throws(() => process.kill(first?.pid ?? 0, 0), { code: 'ESRCH' });
    } finally {
      embedded.start = start;
      await first?.[Symbol.asyncDispose]();
    }
  });
});
