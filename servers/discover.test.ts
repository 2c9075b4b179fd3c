import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { pathToFileURL } from 'node:url';
import { discover, idsIn } from './discover.ts';
import { ConfigError } from './http/errors.ts';

const extension = extname(import.meta.url);

describe('discover', () => {
  let path: string;
  let folder: URL;
  beforeEach(async () => {
    path = await mkdtemp(join(tmpdir(), 'authbench-'));
    folder = pathToFileURL(`${path}/`);
    await writeFile(join(path, 'package.json'), '{"type":"module"}');
  });
  afterEach(() => rm(path, { recursive: true }));
  const file = (name: string, text: string) => writeFile(join(path, name), text);

  it('finds each file by its name, and passes over tests, declarations, folders and anything else', async () => {
    await file(`beta${extension}`, "export default { id: 'beta' };");
    await file(`alpha${extension}`, "export default { id: 'alpha' };");
    await file(`alpha.test${extension}`, 'throw new Error();');
    await file('alpha.d.ts', 'throw new Error();');
    await file(`alpha${extension}.map`, '{}');
    await mkdir(join(path, 'folder'));
    assert.deepEqual([...(await discover(folder)).keys()], ['alpha', 'beta']);
  });

  it('finds what families hold, in the order of ids and not of folders', async () => {
    await mkdir(join(path, 'zoology'));
    await file(`beta${extension}`, "export default { id: 'beta' };");
    await file(join('zoology', `alpha${extension}`), "export default { id: 'alpha' };");
    await file(join('zoology', `alpha.test${extension}`), 'throw new Error();');
    assert.deepEqual([...(await discover(folder)).keys()], ['alpha', 'beta']);
    assert.deepEqual([...(await discover(folder, (id) => id === 'alpha')).keys()], ['alpha']);
    assert.deepEqual(await idsIn(folder), ['alpha', 'beta']);
  });

  it('loads only what was asked for', async () => {
    await file(`alpha${extension}`, "export default { id: 'alpha' };");
    await file(`broken${extension}`, 'throw new Error();');
    assert.deepEqual([...(await discover(folder, (id) => id === 'alpha')).keys()], ['alpha']);
    assert.deepEqual(await idsIn(folder), ['alpha', 'broken']);
  });

  it('refuses every file that is not what its name says, all at once', async () => {
    await file(`alpha${extension}`, "export default { id: 'other' };");
    await file(`beta${extension}`, 'export const id = "beta";');
    await assert.rejects(discover(folder), (error) => {
      assert.ok(error instanceof ConfigError);
      assert.deepEqual(error.problems, [
        `alpha${extension}: exports the id "other", rename one of them`,
        `beta${extension}: has no default export`,
      ]);
      return true;
    });
  });
});
