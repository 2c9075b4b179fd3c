import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createNoise } from '../results/fixtures/noise.ts';
import { interval } from './interval.ts';
import { isSettled, levelAt } from './looks.ts';
import type { Rules } from './rules.ts';
import { judgeControl, judgeFamily, type Pair } from './verdict.ts';

const planned = [10, 20, 40];

describe('looks at the verdicts', () => {
  it('spend half of the chance of a false winner that the looks before them left', () => {
    assert.deepEqual([1, 2, 3].map(levelAt), [0.975, 0.9875, 0.99375]);
    const spent = Array.from({ length: 50 }, (_, i) => 1 - levelAt(i + 1)).reduce((sum, share) => sum + share);
    assert.ok(spent <= 0.05 + 1e-12);
  });

  it('end the rounds when every pair of schemes is decided, and not before', () => {
    const one = (scheme: string, verdict: string, more = {}) =>
      ({ kind: 'scheme', scenario: 's', metric: 'cpu.total', scheme, verdict, ...more }) as never;
    const decided = [one('jwt', 'better'), one('refresh', 'equivalent'), one('x', 'small')];
    assert.equal(isSettled(decided, 's'), true);
    assert.equal(isSettled([...decided, one('y', 'inconclusive')], 's'), false);
    assert.equal(isSettled([...decided, one('y', 'invalid')], 's'), false);
    assert.equal(isSettled([...decided, one('y', 'inconclusive', { metric: 'latency.p99' })], 's'), true);
    assert.equal(isSettled([], 's'), false);
  });

  const trials = 1_000;
  for (const sd of [0.03, 0.09, 0.16, 0.3])
    it(`call a winner among three alike schemes in under 1 % of ${trials} runs that stop when decided: sd ${sd}`, () => {
      const called = simulate(trials, sd, 0.05, [1, 1, 1]).filter((verdicts) => verdicts.some(isWinner)).length;
      assert.ok(called / trials < 0.01, `${called} of ${trials}`);
    });

  it('call one in under 5 % even where no margin and no A/A arm stand in the way, which repeated looks at 95 % would not', () => {
    const honest = winnersWithoutMargin(levelAt);
    const naive = winnersWithoutMargin(() => 0.95);
    assert.ok(honest < 0.05, `${honest}`);
    assert.ok(naive > 0.06, `${naive}`);
  });

  it('never call a planted 3 % better, and a planted 20 % worse in at least 19 of 20 runs: sd 0.09', () => {
    const three = simulate(trials, 0.09, 0.05, [1, 1.03, 1]).map(([first]) => first);
    assert.equal(three.filter((verdict) => verdict === 'better').length, 0);
    const twenty = simulate(trials, 0.09, 0.05, [1, 1.2, 1]).map(([first]) => first);
    const worse = twenty.filter((verdict) => verdict === 'worse').length;
    assert.ok(worse / trials >= 0.95, `${worse} of ${trials}`);
  });

  it('call schemes that lie just at the margin equivalent in under 5 % of runs', () => {
    const edge = simulate(trials, 0.03, 0.05, [1, 1.05, 1.05]).map(([first]) => first);
    const equivalent = edge.filter((verdict) => verdict === 'equivalent').length;
    assert.ok(equivalent / trials < 0.05, `${equivalent} of ${trials}`);
  });
});

function isWinner(verdict: string): boolean {
  return verdict === 'better' || verdict === 'worse';
}

type Draw = (rounds: number) => number[];

/** The verdicts at which each run ended: looked at as planned, stopped when all were decided, at the latest at the end. */
function simulate(trials: number, sd: number, margin: number, costs: readonly [number, number, number]): string[][] {
  const noise = createNoise(Math.round(sd * 1_000));
  const launches: Draw = (rounds) => Array.from({ length: rounds }, () => noise.normal(sd) / Math.SQRT2);
  return Array.from({ length: trials }, () => {
    const most = planned.at(-1) ?? 0;
    const [reference, aaArm, ...others] = [launches(most), launches(most), launches(most), launches(most)];
    const [first, second] = others as [number[], number[]];
    const log = Math.log;
    const differ = (a: number[], b: number[], ratio: number) => a.map((value, i) => log(ratio) + value - b[i]!);
    const control = differ(aaArm!, reference!, 1);
    const family = [
      differ(first, reference!, costs[1] / costs[0]),
      differ(second, reference!, costs[2] / costs[0]),
      differ(second, first, costs[2] / costs[1]),
    ];
    let verdicts: string[] = [];
    for (const [i, rounds] of planned.entries()) {
      const rules: Rules = { verdicts: true, better: 'lower', margin, look: i + 1, run: 'r' };
      const a = judgeControl(pairOf(control.slice(0, rounds)), rules);
      const judged = judgeFamily(
        family.map((logs) => pairOf(logs.slice(0, rounds))),
        a,
        rules,
      );
      verdicts = judged.map(({ verdict }) => verdict);
      if (isSettled(judged, 's')) break;
    }
    return verdicts;
  });
}

/** Share of runs with a winner among equals, when a winner needs nothing but an interval that excludes 1. */
function winnersWithoutMargin(level: (look: number) => number): number {
  const noise = createNoise(77);
  let winners = 0;
  for (let trial = 0; trial < 2_000; trial++) {
    const logs = Array.from({ length: planned.at(-1) ?? 0 }, () => noise.normal(0.09));
    if (planned.some((rounds, i) => excludesOne(logs.slice(0, rounds), level(i + 1)))) winners++;
  }
  return winners / 2_000;
}

function excludesOne(logs: readonly number[], level: number): boolean {
  const seen = interval(logs, level);
  return seen !== undefined && (seen.low > 0 || seen.high < 0);
}

function pairOf(logs: readonly number[]): Pair {
  return { kind: 'scheme', scenario: 's', metric: 'cpu.total', scheme: 'b', reference: 'a', logs, discarded: [] };
}
