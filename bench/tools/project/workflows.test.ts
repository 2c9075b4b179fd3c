import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { describe, it } from 'node:test';
import { parse } from 'yaml';

const root = new URL('../../../../', import.meta.url);
const folder = new URL('.github/workflows/', root);

describe('the workflows of CI, and the action', () => {
  it('name every action by its commit, with its version beside it', async () => {
    const action = await readFile(new URL('action.yml', root), 'utf8');
    const used = [...(await texts()), action].flatMap((text) => text.match(/^.*\buses:.*$/gm) ?? []);
    assert.ok(used.length > 0);
    for (const line of used) assert.match(line, /uses: [\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
  });

  it('may do nothing but what each job asks for', async () => {
    for (const text of await texts()) {
      const { permissions, jobs } = parse(text);
      assert.deepEqual(permissions, {});
      for (const job of Object.values<{ permissions?: object }>(jobs))
        assert.deepEqual(job.permissions, { contents: 'read' });
    }
  });
});

async function texts(): Promise<string[]> {
  return Promise.all((await readdir(folder)).map((name) => readFile(new URL(name, folder), 'utf8')));
}
