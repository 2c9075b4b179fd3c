import assert from 'node:assert/strict';
import { appendFile, mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { mostShown } from '../../reports/comparison/history.ts';
import { fullResults } from '../../reports/results/fixtures/results.ts';
import type { Results } from '../../reports/results/results.ts';
import { remember } from './history.ts';
import { runNames } from './stored-runs.ts';

const origin = process.cwd();
let folder: string;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'authbench-history-'));
  process.chdir(folder);
});
after(async () => {
  process.chdir(origin);
  await rm(folder, { recursive: true, force: true });
});

const file = join('reports', 'runs', 'history.jsonl');
const ids = async (results: Results) => (await remember(results)).map(({ id }) => id);

function runOf(day: number, changed: Partial<Results['run']> = {}): Results {
  const startedAt = `2026-10-${String(day).padStart(2, '0')}T08:00:00.000Z`;
  return { ...fullResults, run: { ...fullResults.run, id: `day-${day}`, startedAt, ...changed } };
}

describe('the history of runs', () => {
  it('keeps each complete run once, and ends with the run itself', async () => {
    assert.deepEqual(await ids(runOf(1)), ['day-1']);
    assert.deepEqual(await ids(runOf(2)), ['day-1', 'day-2']);
    assert.deepEqual(await ids(runOf(2)), ['day-1', 'day-2']);
    assert.equal((await readFile(file, 'utf8')).trim().split('\n').length, 2);
  });

  it('shows a run only what was before it, and only what it can be compared with', async () => {
    assert.deepEqual(await ids(runOf(3, { profile: 'full' })), ['day-3']);
    assert.deepEqual(await ids(runOf(4)), ['day-1', 'day-2', 'day-4']);
    assert.deepEqual(await ids(runOf(1)), ['day-1']);
  });

  it('does not keep a run that was cut, which still sees the others', async () => {
    assert.deepEqual(await ids(runOf(5, { state: 'incomplete' })), ['day-1', 'day-2', 'day-4', 'day-5']);
    assert.doesNotMatch(await readFile(file, 'utf8'), /day-5/);
  });

  it('loses no run to a line that cannot be read', async () => {
    await appendFile(file, '{"id":"half\n{"id":1}\n');
    assert.deepEqual(await ids(runOf(6)), ['day-1', 'day-2', 'day-4', 'day-6']);
  });

  it('shows the newest ones where there are many', async () => {
    for (let day = 7; day <= 28; day++) await remember(runOf(day));
    const shown = await ids(runOf(29));
    assert.deepEqual([shown.length, shown[0], shown.at(-1)], [mostShown, 'day-10', 'day-29']);
  });

  it('costs no run its report where it cannot be written', async () => {
    const kept = await readFile(file, 'utf8');
    await rm(file);
    await mkdir(file);
    assert.deepEqual(await ids(runOf(30)), ['day-30']);
    await rm(file, { recursive: true });
    await appendFile(file, kept);
  });

  it('is no run', async () => {
    assert.deepEqual(await runNames(), []);
  });
});
