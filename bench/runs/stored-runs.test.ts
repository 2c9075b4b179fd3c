import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { incompleteResults } from '../../reports/results/fixtures/results.ts';
import { readRun } from './stored-runs.ts';

let folder: string;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'authbench-stored-'));
});
after(() => rm(folder, { recursive: true, force: true }));

const store = (text: string) => writeFile(join(folder, 'results.json'), text);

describe('a stored run', () => {
  it('is read from its folder, also where the run was cut', async () => {
    await store(JSON.stringify(incompleteResults));
    assert.equal((await readRun(folder)).run.state, 'incomplete');
  });

  it('is refused with what to do where it is of a newer major version, or half a file', async () => {
    await store(JSON.stringify({ ...incompleteResults, schemaVersion: '2.0.0' }));
    await assert.rejects(readRun(folder), {
      code: 'AB-E010',
      message: `${join(folder, 'results.json')} cannot be read: its schema is 2.0.0, and this version reads 1.x only`,
      fix: 'read it with the version of authbench that wrote it, or measure again',
    });
    await store('{"schemaVersion":"1.1');
    await assert.rejects(readRun(folder), { code: 'AB-E010', message: /holds no results$/ });
  });

  it('is not there, which is another error', async () => {
    await assert.rejects(readRun(join(folder, 'nowhere')), { code: 'AB-E004' });
  });
});
