import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { claim, claimName } from './claim.ts';

describe('the claim of a run on its folder', () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'authbench-'));
  });
  after(() => rm(folder, { recursive: true }));

  it('keeps every other run out until it is given up, and leaves no file', async () => {
    {
      await using _ = await claim(folder);
      await assert.rejects(claim(folder), { code: 'AB-E011', message: `process ${process.pid} writes into ${folder}` });
    }
    assert.deepEqual(await readdir(folder), []);
    await using _ = await claim(folder);
  });

  it('ends with the process that made it, however that ended', async () => {
    const { pid } = spawnSync(process.execPath, ['--version']);
    await writeFile(join(folder, claimName), String(pid));
    await using _ = await claim(folder);
    await writeFile(join(folder, claimName), 'half a');
    await using _again = await claim(folder);
  });
});
