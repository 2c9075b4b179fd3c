import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { testFiles } from './test-files.ts';

const root = fileURLToPath(new URL('../../../../', import.meta.url));

describe('the files of npm test', () => {
  it('are those that have a source, each compiled', async () => {
    const all = await testFiles(root);
    assert.ok(all.length > 200 && all.includes('bench/tools/project/test-files'));
    assert.deepEqual(
      all.filter((test) => !existsSync(`${root}dist/${test}.test.js`)),
      [],
    );
  });

  it('are those whose path holds a word, and one where it is named by its source or by what it was compiled to', async () => {
    const [file, folder] = [['bench/tools/project/test-files'], await testFiles(root, ['bench/tools/project'])];
    assert.ok(folder.length > 1 && folder.every((test) => test.startsWith('bench/tools/project/')));
    for (const name of [
      'project/test-f',
      'project/test-files.test',
      'bench/tools/project/test-files.test.ts',
      './dist/bench/tools/project/test-files.test.js',
    ])
      assert.deepEqual(await testFiles(root, [name]), file, name);
    assert.deepEqual(await testFiles(root, ['no such test']), []);
  });

  it('leave out the slow ones, which have to be asked for', async () => {
    const [all, slow] = [await testFiles(root), await testFiles(root, ['.slow'])];
    assert.ok(slow.length > 0 && slow.every((test) => test.endsWith('.slow')));
    assert.deepEqual(
      all.filter((test) => slow.includes(test)),
      [],
    );
  });
});
