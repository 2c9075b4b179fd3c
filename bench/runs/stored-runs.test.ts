import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readlink, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fullResults, incompleteResults } from '../../reports/results/fixtures/results.ts';
import type { Results } from '../../reports/results/results.ts';
import { passOnLatest, point, readRun } from './stored-runs.ts';

let folder: string;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'authbench-stored-'));
});
after(() => rm(folder, { recursive: true, force: true }));

const store = (text: string) => writeFile(join(folder, 'results.json'), text);

describe('latest', () => {
  it('is the last other run that came to its end while one is gone on with, and nobody where there is none', async () => {
    const runs = await mkdtemp(join(tmpdir(), 'authbench-latest-'));
    const run = async (id: string, results: Results) => {
      await mkdir(join(runs, id));
      await writeFile(join(runs, id, 'results.json'), JSON.stringify(results));
      return join(runs, id);
    };
    const named = () => readlink(join(runs, 'latest')).catch(() => undefined);
    try {
      const first = await run('20260101', fullResults);
      await run('20260102', fullResults);
      await run('20260103', incompleteResults);
      const last = await run('20260104', fullResults);
      await point('baseline', first);
      await point('latest', last);
      await passOnLatest(first);
      assert.equal(await named(), '20260104');
      await passOnLatest(last);
      assert.equal(await named(), '20260102');
      await point('latest', last);
      for (const id of ['20260101', '20260102']) await rm(join(runs, id), { recursive: true });
      await passOnLatest(last);
      assert.equal(await named(), undefined);
    } finally {
      await rm(runs, { recursive: true });
    }
  });
});

describe('a stored run', () => {
  it('is read from its folder, also where the run was cut', async () => {
    await store(JSON.stringify(incompleteResults));
    assert.equal((await readRun(folder)).run.state, 'incomplete');
  });

  it('is refused with what to do where it is of a newer major version, or half a file', async () => {
    await store(JSON.stringify({ ...incompleteResults, schemaVersion: '3.0.0' }));
    await assert.rejects(readRun(folder), {
      code: 'AB-E010',
      message: `${join(folder, 'results.json')} cannot be read: its schema is 3.0.0, and this version reads 1.x to 2.x only`,
      fix: 'read it with the version of authbench that wrote it, or measure again',
    });
    await store('{"schemaVersion":"1.1');
    await assert.rejects(readRun(folder), { code: 'AB-E010', message: /holds no results$/ });
  });

  it('is not there, which is another error', async () => {
    await assert.rejects(readRun(join(folder, 'nowhere')), { code: 'AB-E004' });
  });
});
