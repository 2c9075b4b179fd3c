import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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
      for (const [name, job] of Object.entries<Job>(jobs))
        assert.deepEqual(job.permissions, name === 'publish' ? { 'id-token': 'write' } : { contents: 'read' }, name);
    }
  });
});

describe('a release', () => {
  it('is signed and published by a job in which no code of the project runs, and none of its dependencies', async () => {
    const { publish } = (await release()).jobs;
    assert.deepEqual(
      publish?.steps.flatMap(({ run }) => run ?? []),
      ['npm publish --ignore-scripts --provenance --access public ./authbench-*.tgz'],
    );
    assert.ok(publish.steps.every(({ uses }) => !uses?.startsWith('actions/checkout@')));
    assert.equal(publish.needs, 'pack');
  });

  it('is refused where its tag is not the version, and where the changelog does not tell of it', async () => {
    const [check = ''] = (await release()).jobs.pack?.steps.flatMap(({ name, run }) => (name && run) || []) ?? [];
    const folder = await mkdtemp(join(tmpdir(), 'authbench-'));
    try {
      await writeFile(join(folder, 'package.json'), JSON.stringify({ version: '1.2.0' }));
      const passes = async (tag: string, changelog: string) => {
        await writeFile(join(folder, 'CHANGELOG.md'), changelog);
        const env = { ...process.env, GITHUB_REF_NAME: tag };
        return spawnSync('bash', ['-eo', 'pipefail', '-c', check], { cwd: folder, env }).status === 0;
      };
      const changelog = '# Changelog\n\n## [1.2.0] - 2026-12-01\n';
      assert.equal(await passes('v1.2.0', changelog), true);
      assert.equal(await passes('v1.2.1', '## [1.2.1]\n'), false);
      assert.equal(await passes('v1.2.0', '# Changelog\n\n## [Unreleased]\n\n## [1.20]\n'), false);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});

interface Job {
  readonly permissions?: object;
  readonly needs?: string;
  readonly steps: readonly { readonly name?: string; readonly run?: string; readonly uses?: string }[];
}

async function release(): Promise<{ readonly jobs: Readonly<Record<string, Job>> }> {
  return parse(await readFile(new URL('release.yml', folder), 'utf8'));
}

async function texts(): Promise<string[]> {
  return Promise.all((await readdir(folder)).map((name) => readFile(new URL(name, folder), 'utf8')));
}
