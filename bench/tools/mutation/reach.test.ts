import assert from 'node:assert/strict';
import { closeSync, openSync, writeSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { openReach } from './reach.ts';

describe('the reach of an attack', () => {
  it('is what servers came to since it was last asked', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'authbench-reach-'));
    try {
      const path = join(folder, 'reached');
      const reach = openReach(path, 10);
      const server = openSync(path, 'r+');
      writeSync(server, Buffer.of(1), 0, 1, 3);
      writeSync(server, Buffer.of(1), 0, 1, 9);
      assert.deepEqual(reach.taken(), ['3', '9']);
      writeSync(server, Buffer.of(1), 0, 1, 4);
      assert.deepEqual(reach.taken(), ['4']);
      assert.deepEqual(reach.taken(), []);
      closeSync(server);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
