import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { cleanBuild } from './clean-build.ts';

describe('a clean build', () => {
  let root: string;
  const build = () => join(root, 'dist');
  before(async () => {
    root = await mkdtemp(join(tmpdir(), 'authbench-build-'));
  });
  after(() => rm(root, { recursive: true }));
  const write = async (...paths: readonly string[]) => {
    for (const path of paths) {
      await mkdir(dirname(join(root, path)), { recursive: true });
      await writeFile(join(root, path), '');
    }
  };
  const left = async () =>
    (await readdir(build(), { recursive: true, withFileTypes: true }))
      .map(({ parentPath, name }) => join(parentPath, name).slice(build().length + 1))
      .sort();

  it('holds nothing whose source is gone: no file, no folder, and whatever else is there stays', async () => {
    await write('reports/kept.ts', 'dist/.tsbuildinfo', 'dist/reports/kept.js', 'dist/reports/kept.js.map');
    await write('dist/reports/renamed.test.js', 'dist/reports/renamed.test.js.map', 'dist/reports/old/deep/case.js');
    assert.deepEqual(await cleanBuild(root, build()), [
      'reports/old/deep/case.js',
      'reports/renamed.test.js',
      'reports/renamed.test.js.map',
    ]);
    assert.deepEqual(await left(), ['.tsbuildinfo', 'reports', 'reports/kept.js', 'reports/kept.js.map']);
  });

  it('can be made by several at once', async () => {
    await write(...Array.from({ length: 50 }, (_, i) => `dist/gone/${i}/case.js`));
    await Promise.all(Array.from({ length: 4 }, () => cleanBuild(root, build())));
    assert.deepEqual(await left(), ['.tsbuildinfo', 'reports', 'reports/kept.js', 'reports/kept.js.map']);
  });
});
