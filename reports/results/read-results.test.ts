import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { describe, it } from 'node:test';
import { analyse } from '../analysis/analyse.ts';
import { readResults } from './read-results.ts';
import type { Claim, Format } from './report.ts';
import { type Results, schemaVersion } from './results.ts';

/** Runs as they were stored, without transcripts, raw facts and weakened servers: one for each version of the schema. */
const folder = new URL('../../../reports/results/fixtures/', import.meta.url);
const names = (await readdir(folder)).filter((name) => /^results-.*\.json$/.test(name)).sort();
const stored = new Map(
  await Promise.all(
    names.map(async (name) => [name.slice(8, -5), JSON.parse(await readFile(new URL(name, folder), 'utf8'))] as const),
  ),
);
const claims = await defaultsOf<Claim>('../claims/');
const formats = await defaultsOf<Format>('../formats/');

describe('stored results', () => {
  it('are there for every version of the schema', () => {
    assert.deepEqual([...stored.keys()], ['1.0.0', '1.1.0', '1.2.0', '1.3.0', '1.4.0', '2.0.0', '2.1.0', '2.2.0']);
    assert.equal([...stored.keys()].at(-1), schemaVersion);
  });

  for (const [version, json] of stored)
    it(`of ${version} are read in the shape of this version, and every format writes them`, () => {
      assert.equal(json.schemaVersion, version);
      const results = accepted(json);
      assert.equal(results.schemaVersion, schemaVersion);
      assert.deepEqual(results.run.topology, { cluster: 'processes', balancer: 'none' });
      for (const { files, print } of formats) {
        for (const render of Object.values(files)) assert.ok(render(results).length > 0);
        print?.(results, { path: 'p' });
      }
    });

  it('of this version are taken as they were stored, also what a newer minor version added', () => {
    const newer = { ...stored.get(schemaVersion), schemaVersion: '2.99.0', novelty: [1] };
    assert.ok(JSON.stringify(accepted(newer)) === JSON.stringify(newer));
  });

  it('of another major version are refused by name', () => {
    assert.deepEqual(readResults({ ...stored.get('1.1.0'), schemaVersion: '3.0.0' }), {
      problem: 'its schema is 3.0.0, and this version reads 1.x to 2.x only',
    });
  });

  it('are refused where they are none, or break their schema, with the place', () => {
    for (const none of [undefined, null, [], 'text', {}])
      assert.deepEqual(readResults(none), { problem: 'it holds no results' });
    const broken = { ...stored.get('1.1.0'), limits: [1] };
    assert.match(JSON.stringify(readResults(broken)), /does not keep to its schema:.*limits\[0\]/);
  });
});

describe('a real quick run, judged again', () => {
  const results = analyse(accepted(stored.get('1.0.0')), claims);
  const known = new Set(results.evidence.map(({ id }) => id));

  it('settles 46 claims, at most 6 of them open', () => {
    assert.equal(results.claims.length, 46);
    const open = results.claims.filter(({ state }) => state === 'inconclusive' || state === 'not-run');
    assert.ok(open.length <= 6, open.map(({ id }) => id).join(', '));
  });

  it('shows evidence for every claim and every sentence of the answer, and all of it is there', () => {
    const cited = [
      ...results.claims.map(({ id, evidence }) => [id, evidence] as const),
      ...results.answer.map(({ text, basis }) => [text, basis] as const),
    ];
    assert.deepEqual(
      cited.filter(([, ids]) => ids.length === 0 || ids.some((id) => !known.has(id))),
      [],
    );
  });
});

function accepted(json: unknown): Results {
  const read = readResults(json);
  assert.ok('results' in read, 'problem' in read ? read.problem : '');
  return read.results;
}

async function defaultsOf<T>(path: string): Promise<T[]> {
  const files = await readdir(new URL(path, import.meta.url));
  const modules = files.filter((file) => file.endsWith('.js') && !file.endsWith('.test.js')).sort();
  return Promise.all(modules.map(async (file) => (await import(`${path}${file}`)).default as T));
}
