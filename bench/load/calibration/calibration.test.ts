import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm, truncate } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fullResults } from '../../../reports/results/fixtures/results.ts';
import type { Results } from '../../../reports/results/results.ts';
import type { LoadRound } from '../../plan/plan-load.ts';
import { calibrationOf, keepCalibration, readCalibration, roundsInTime } from './calibration.ts';

const round = (cells: number) => Array.from({ length: cells }) as unknown as LoadRound;
const [some] = fullResults.comparisons as [Results['comparisons'][number]];

describe('the rounds that a profile has time for', () => {
  it('count the further scenarios of the first ones', () => {
    assert.equal(roundsInTime([10, 10, 5, 5, 5].map(round), 1_000, 26_000), 3);
    assert.equal(roundsInTime([10, 10, 5, 5, 5].map(round), 1_000, 35_000), 5);
  });

  it('are one at least', () => {
    assert.equal(roundsInTime([10, 10].map(round), 1_000, 5_000), 1);
  });
});

describe('what a calibration says of the machine', () => {
  const sound = (verdict: typeof some.verdict, rounds: number, discarded: number) =>
    calibrationOf({ control: { ...some, verdict, rounds, discarded }, planted: [], sd: 0.05 }, 5_000, () => [], 'now')
      .sound;

  it('is that it is unsound where identical servers came out different, whatever else was discarded', () => {
    assert.deepEqual(
      [sound('invalid', 16, 0), sound('invalid', 15, 1), sound('equivalent', 15, 1)],
      [false, false, true],
    );
  });

  it('is not that it is unsound where most rounds were disturbed', () => {
    assert.equal(sound('invalid', 8, 8), true);
  });
});

describe('a calibration that is kept', () => {
  const found = calibrationOf({ control: some, planted: [], sd: 0.05 }, 5_000, () => [], '2026-11-23T13:05:02.000Z');
  const { XDG_CACHE_HOME } = process.env;
  let cache: string;
  before(async () => {
    cache = await mkdtemp(join(tmpdir(), 'authbench-calibration-'));
    process.env.XDG_CACHE_HOME = cache;
  });
  after(async () => {
    if (XDG_CACHE_HOME === undefined) delete process.env.XDG_CACHE_HOME;
    else process.env.XDG_CACHE_HOME = XDG_CACHE_HOME;
    await rm(cache, { recursive: true });
  });

  it('is read again as it was, and nothing lies beside it', async () => {
    assert.equal(await readCalibration(), undefined);
    const file = await keepCalibration(found);
    assert.deepEqual(await readCalibration(), found);
    assert.equal((await readdir(dirname(file))).length, 1);
  });

  it('is none where its file was cut, at whatever place, and can be kept anew', async () => {
    const file = await keepCalibration(found);
    const { length } = await readFile(file);
    for (const size of [0, 1, Math.floor(length / 2), length - 3]) {
      await truncate(file, size);
      assert.equal(await readCalibration(), undefined);
      await keepCalibration(found);
    }
    assert.deepEqual(await readCalibration(), found);
  });
});
