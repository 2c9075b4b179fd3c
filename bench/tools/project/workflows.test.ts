import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { describe, it } from 'node:test';
import { parse } from 'yaml';

const folder = new URL('../../../../.github/workflows/', import.meta.url);

describe('the workflows of CI', () => {
  it('name every action by its commit, with its version beside it', async () => {
    const used = (await texts()).flatMap((text) => text.match(/^.*\buses:.*$/gm) ?? []);
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
