import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { lastWords } from './child.ts';

describe('the last words of a server', () => {
  it('are what it died of, and not the name of what ran it', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'authbench-'));
    try {
      const log = join(folder, 'log');
      await writeFile(log, 'starts\n\nError: no such key\n    at open (main.js:1:2)\n\nNode.js v22.23.5\n');
      assert.equal(await lastWords(log), 'Error: no such key');
      await writeFile(log, '\n');
      assert.equal(await lastWords(log), undefined);
      assert.equal(await lastWords(join(folder, 'none')), undefined);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
