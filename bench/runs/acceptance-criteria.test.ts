import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { failedResults, fullResults } from '../../reports/results/fixtures/results.ts';
import { held, readCriteria } from './acceptance-criteria.ts';
import { point } from './stored-runs.ts';

const origin = process.cwd();
const names = { schemes: ['jwt'], attacks: [], load: ['authenticated-read'], lifecycle: [], micro: [] };
const stored = join('reports', 'runs', 'stored');
let folder: string;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'authbench-criteria-'));
  process.chdir(folder);
  await mkdir(stored, { recursive: true });
  await writeFile(join(stored, 'results.json'), JSON.stringify(fullResults));
  await writeFile('budgets.json', '{"budgets":[{"id":"all","attack":"*"}]}');
});
after(async () => {
  process.chdir(origin);
  await rm(folder, { recursive: true, force: true });
});

describe('what a run is held against', () => {
  it('is nothing where nothing was given and no baseline is set', async () => {
    const none = await readCriteria({}, names);
    assert.deepEqual(none, { budgets: undefined, baseline: undefined });
    assert.deepEqual(held(failedResults, none), failedResults);
  });

  it('is read before anything starts, so that a wrong name costs no run', async () => {
    await assert.rejects(readCriteria({ budgets: 'nowhere.json' }, names), { code: 'AB-E007' });
    await assert.rejects(readCriteria({ baseline: 'nowhere' }, names), { code: 'AB-E004' });
    const p98 = { id: 'p98', metric: 'latency.p98', scheme: 'jwt', max: '1s' };
    await writeFile('p98.json', JSON.stringify({ budgets: [p98] }));
    await assert.rejects(readCriteria({ budgets: 'p98.json' }, names), { code: 'AB-E007' });
  });

  it('is the budgets and the baseline that were given', async () => {
    const results = held(failedResults, await readCriteria({ budgets: 'budgets.json', baseline: 'stored' }, names));
    assert.deepEqual(
      results.budgets?.map(({ id, state }) => [id, state]),
      [['all', 'breached']],
    );
    assert.deepEqual([results.baseline?.base, results.baseline?.head], [fullResults.run.id, failedResults.run.id]);
    assert.equal(results.baseline?.security.fresh.length, 2);
  });

  it('is the baseline that was set where none was given, and never the run itself', async () => {
    await point('baseline', stored);
    const set = await readCriteria({}, names);
    assert.equal(set.baseline?.run.id, fullResults.run.id);
    assert.equal(held(failedResults, set).baseline?.base, fullResults.run.id);
    assert.deepEqual(held(fullResults, set), fullResults);
  });
});
