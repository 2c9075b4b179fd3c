import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { pathToFileURL } from 'node:url';
import { discover, find } from './discover.ts';
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

  it('finds what folders in it hold, in the order of ids and not of folders', async () => {
    await mkdir(join(path, 'zoology'));
    await file(`beta${extension}`, "export default { id: 'beta' };");
    await file(join('zoology', `alpha${extension}`), "export default { id: 'alpha' };");
    await file(join('zoology', `alpha.test${extension}`), 'throw new Error();');
    assert.deepEqual([...(await discover(folder)).keys()], ['alpha', 'beta']);
    assert.deepEqual(await find(folder, 'alpha'), { id: 'alpha' });
  });

  it('loads only what was asked for', async () => {
    await file(`alpha${extension}`, "export default { id: 'alpha' };");
    await file(`alpha-two${extension}`, "export default { id: 'alpha-two' };");
    await file(`broken${extension}`, 'throw new Error();');
    assert.deepEqual(await find(folder, 'alpha'), { id: 'alpha' });
    assert.deepEqual(await find(folder, 'alpha-two'), { id: 'alpha-two' });
    assert.equal(await find(folder, 'alpha-three'), undefined);
    assert.equal(await find(folder, 'gamma'), undefined);
  });

  it('finds all members of a family in its one file, in the order of ids', async () => {
    await file(`alpha${extension}`, "export default [{ id: 'alpha-two' }, { id: 'alpha' }, { id: 'alpha-one' }];");
    await file(`alpha-more${extension}`, "export default { id: 'alpha-more' };");
    assert.deepEqual([...(await discover(folder)).keys()], ['alpha', 'alpha-more', 'alpha-one', 'alpha-two']);
    assert.deepEqual(await find(folder, 'alpha-two'), { id: 'alpha-two' });
  });

  it('refuses a family that is empty, or of whose members one has a name that is not its own', async () => {
    await file(`alpha${extension}`, "export default [{ id: 'alpha-one' }, { id: 'alphabet' }, undefined];");
    await file(`beta${extension}`, 'export default [];');
    await assert.rejects(discover(folder), (error) => {
      assert.ok(error instanceof ConfigError);
      assert.deepEqual(error.problems, [
        `alpha${extension}: exports the id "alphabet", which begins with another name than its family’s`,
        `alpha${extension}: exports the id undefined, which begins with another name than its family’s`,
        `beta${extension}: its family has no member`,
      ]);
      return true;
    });
  });

  it('refuses an id that two have, in one family or in two files', async () => {
    await mkdir(join(path, 'zoology'));
    await file(`alpha${extension}`, "export default [{ id: 'alpha-one' }, { id: 'alpha-one' }, { id: 'alpha-two' }];");
    await file(join('zoology', `alpha-two${extension}`), "export default { id: 'alpha-two' };");
    await assert.rejects(discover(folder), (error) => {
      assert.ok(error instanceof ConfigError);
      assert.deepEqual(error.problems, [
        `alpha${extension}: exports the id "alpha-one", as another one does`,
        `zoology/alpha-two${extension}: exports the id "alpha-two", as another one does`,
      ]);
      return true;
    });
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
