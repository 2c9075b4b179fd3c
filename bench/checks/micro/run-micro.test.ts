import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { MicroTask } from '../../../scenarios/kinds/micro.ts';
import randomId from '../../../scenarios/micro/random-id.ts';
import socketStoreGet from '../../../scenarios/micro/socket-store-get.ts';
import storeGet from '../../../scenarios/micro/store-get.ts';
import { readCatalogue } from '../../plan/catalogue.ts';
import { openStore } from '../../store/open-store.ts';
import { findBatch, perform } from './batch.ts';
import { runMicro } from './run-micro.ts';
import stuck from './stuck.fixture.ts';

const signal = new AbortController().signal;

describe('a primitive measured alone', () => {
  it('gives time and CPU per operation for each round', async () => {
    const { part, state, summary } = await runMicro(randomId, undefined, 120, signal);
    const samples = part.samples ?? [];
    assert.equal(state, 'done');
    assert.deepEqual(
      samples.map(({ scenario, metric, unit, round, valid }) => [scenario, metric, unit, round, valid]),
      [
        ['random-id', 'time.operation', 'us', 1, true],
        ['random-id', 'cpu.operation', 'us', 1, true],
        ['random-id', 'time.operation', 'us', 2, true],
        ['random-id', 'cpu.operation', 'us', 2, true],
      ],
    );
    // the faster round of two: the other may have waited for a core
    for (const metric of ['time.operation', 'cpu.operation']) {
      const fastest = Math.min(...samples.filter((one) => one.metric === metric).map(({ value }) => value));
      assert.ok(fastest > 0.05 && fastest < 100, summary);
    }
  });

  it('is not run where what it needs is missing', async () => {
    assert.deepEqual(await runMicro(storeGet, undefined, 60, signal), {
      part: {},
      state: 'not-run',
      summary: 'what it needs is not there',
    });
  });

  it('is read from a store through a bare socket, as the floor of the client', async () => {
    await using store = await openStore('embedded', { signal });
    const { state, part } = await runMicro(socketStoreGet, store.url, 60, signal);
    assert.deepEqual([state, part.samples?.length], ['done', 2]);
    const secret = store.url.replace('//', '//:secret@');
    assert.equal((await runMicro(socketStoreGet, secret, 60, signal)).state, 'not-run');
  });

  it('names a floor that is measured too, and where there is none it is Node.js itself', async () => {
    const { micro } = await readCatalogue();
    const ids = micro.map(({ id }) => id);
    const floors = new Set(micro.flatMap(({ floor }) => floor ?? []));
    assert.deepEqual(
      [...floors].filter((floor) => !ids.includes(floor)),
      [],
    );
    assert.deepEqual(
      micro
        .filter(({ id, floor }) => floor === undefined && !floors.has(id))
        .map(({ id }) => id)
        .sort(),
      ['password-hash-at-2-17', 'random-id', 'random-uuid'],
    );
  });

  it('is inconclusive with the cause when it fails', async () => {
    const absent = { ...randomId, id: 'absent' } satisfies MicroTask;
    const { state, summary } = await runMicro(absent, undefined, 60, signal);
    assert.deepEqual([state, summary], ['inconclusive', 'there is no primitive absent']);
  });

  it('is inconclusive when its process is stuck, which is ended', async () => {
    assert.deepEqual(
      await runMicro(stuck, undefined, 60, signal, { graceMs: 700, folder: new URL('./', import.meta.url) }),
      {
        part: { samples: [] },
        state: 'inconclusive',
        summary: 'its process was stuck: it was ended after 1 s',
      },
    );
  });

  it('ends its process when the run is cut', async () => {
    const stop = new AbortController();
    const running = runMicro(randomId, undefined, 60_000, stop.signal);
    stop.abort(new Error('cut'));
    await assert.rejects(running, { message: 'cut' });
  });
});

describe('a batch of operations', () => {
  it('is larger where one operation is short', async () => {
    const short = await findBatch(() => undefined, false);
    const long = await findBatch(() => new Promise((resolve) => setTimeout(resolve, 2)), false);
    assert.ok(short.size >= 1_024);
    assert.equal(long.size, 1);
  });

  it('runs one after the other, or all together', async () => {
    for (const together of [false, true]) {
      let underWay = 0;
      let most = 0;
      await perform(
        async () => {
          most = Math.max(most, ++underWay);
          await Promise.resolve();
          underWay--;
        },
        { size: 16, together },
      );
      assert.equal(most, together ? 16 : 1);
    }
  });

  it('fails when one operation does', async () => {
    const broken = () => Promise.reject(new Error('broken'));
    await assert.rejects(perform(broken, { size: 2, together: true }), { message: 'broken' });
    await assert.rejects(perform(broken, { size: 2, together: false }), { message: 'broken' });
  });
});
