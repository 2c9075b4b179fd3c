import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { measureStore } from './distortion.ts';
import { openStore } from '../../store/open-store.ts';

describe('measureStore', () => {
  it('gives every figure of a store whose process it can see', async () => {
    await using store = await openStore('embedded', { signal: new AbortController().signal });
    const { roundTripUs, callsPerSecond, cpuUs, rssBytes } = await measureStore(store, 400);
    assert.ok(roundTripUs.p50 > 0 && roundTripUs.p50 <= roundTripUs.p99);
    assert.ok(callsPerSecond > 0);
    assert.ok(Number(cpuUs.alone) > 0 && Number(cpuUs.concurrent) > 0);
    assert.ok(Number(rssBytes) > 10e6);
    assert.ok((await store.traffic!()).commands >= 2_000 + 100 + 400 + 1_600);
  });

  it('leaves out what cannot be seen of a store elsewhere', async () => {
    const { signal } = new AbortController();
    await using server = await openStore('embedded', { signal });
    await using store = await openStore(server.url, { signal });
    const { cpuUs, rssBytes } = await measureStore(store, 100);
    assert.deepEqual({ cpuUs, rssBytes }, { cpuUs: { alone: undefined, concurrent: undefined }, rssBytes: undefined });
  });
});
