import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createNoise } from '../results/fixtures/noise.ts';
import type { Rules } from './rules.ts';
import { judgeControl, judgeFamily, type Pair } from './verdict.ts';

const rules: Rules = { verdicts: true, better: 'lower', margin: 0.05, look: 1, run: 'r1' };

function pair(ratio: number, spread: readonly number[], more: Partial<Pair> = {}): Pair {
  const logs = spread.map((offset) => Math.log(ratio) + offset);
  return {
    kind: 'scheme',
    scenario: 's',
    metric: 'm',
    scheme: 'jwt',
    reference: 'session',
    logs,
    discarded: [],
    ...more,
  };
}

const tight = [-0.01, 0.01, -0.005, 0.005, 0, 0, 0.008, -0.008];
const loose = tight.map((offset) => offset * 10);
const quiet = judgeControl(pair(1, tight), rules);
const verdictOf = (subject: Pair, control = quiet, with_ = rules) => judgeFamily([subject], control, with_)[0];

describe('judgeFamily', () => {
  it('calls a whole interval beyond the margin better where less is better', () => {
    const got = verdictOf(pair(0.6, tight));
    assert.equal(got?.verdict, 'better');
    assert.equal(got?.because, '0.600 [0.596, 0.604] lies wholly beyond 5 %');
  });

  it('calls the same interval worse where more is better', () => {
    assert.equal(verdictOf(pair(0.6, tight), quiet, { ...rules, better: 'higher' })?.verdict, 'worse');
    assert.equal(verdictOf(pair(1.6, tight), quiet, { ...rules, better: 'higher' })?.verdict, 'better');
  });

  it('calls an interval inside the margin equivalent, even where it excludes 1', () => {
    assert.equal(verdictOf(pair(1, tight))?.verdict, 'equivalent');
    assert.equal(verdictOf(pair(1.02, tight))?.verdict, 'equivalent');
  });

  it('calls an interval that excludes 1 and reaches into the margin small', () => {
    assert.equal(verdictOf(pair(1.05, tight))?.verdict, 'small');
  });

  it('says how many more rounds would settle what is undecided', () => {
    const got = verdictOf(pair(1.02, loose));
    assert.equal(got?.verdict, 'inconclusive');
    assert.equal(
      got?.because,
      '1.02 [0.953, 1.09] lies neither beyond the margin of 5 % nor inside it; about 37 more rounds would settle it: npm run bench -- --resume r1 --rounds +37',
    );
  });

  it('gives no verdict on fewer than four rounds, and says how many are missing', () => {
    const got = verdictOf(pair(0.6, [0, 0.01]));
    assert.equal(got?.verdict, 'inconclusive');
    assert.equal(got?.because, '2 valid rounds, and at least 4 are needed: npm run bench -- --resume r1 --rounds +2');
    assert.deepEqual([got?.ratio, got?.ciLow], [0.603008, null]);
    assert.match(verdictOf(pair(0.6, [0]))?.because ?? '', /^1 valid round, and at least 4 /);
  });

  it('gives no verdict in a profile without verdicts, whatever the figures', () => {
    assert.equal(verdictOf(pair(0.6, tight), quiet, { ...rules, verdicts: false })?.verdict, 'inconclusive');
  });

  it('is invalid where more than 30 % of the rounds were discarded', () => {
    const got = verdictOf(pair(0.6, tight, { discarded: Array(4).fill('other load used 23 % of a core') }));
    assert.equal(got?.verdict, 'invalid');
    assert.match(got?.because ?? '', /^4 of 12 rounds were discarded \(other load/);
  });

  it('gives no verdict without a control', () => {
    assert.equal(judgeFamily([pair(0.6, tight)], undefined, rules)[0]?.verdict, 'inconclusive');
  });

  it('is invalid where the control found a difference between identical servers', () => {
    const biased = judgeControl(pair(1.12, tight), rules);
    assert.equal(biased.verdict, 'invalid');
    assert.equal(verdictOf(pair(0.6, tight), biased)?.verdict, 'invalid');
  });

  it('calls no winner within what identical servers may look apart', () => {
    const noisy = judgeControl(pair(1, loose), rules);
    assert.equal(noisy.verdict, 'inconclusive');
    assert.equal(verdictOf(pair(0.6, tight), noisy)?.verdict, 'better');
    assert.match(verdictOf(pair(0.945, tight), noisy)?.because ?? '', /identical servers may look apart/);
    assert.equal(verdictOf(pair(1, tight), noisy)?.verdict, 'inconclusive');
  });

  it('asks more of a winner and of equals that moved apart while they were measured, by what they moved', () => {
    const moved = (ratio: number, slopeApart: number) => verdictOf(pair(ratio, tight, { slopeApart }));
    assert.deepEqual(
      [0, 0.02, 0.03].map((apart) => moved(1.02, apart)?.verdict),
      ['equivalent', 'equivalent', 'inconclusive'],
    );
    assert.deepEqual(
      [0, 0.02, 0.06].map((apart) => moved(1.1, apart)?.verdict),
      ['worse', 'worse', 'inconclusive'],
    );
    assert.equal(
      moved(1.02, 0.03)?.because,
      '1.02 [1.01, 1.03] lies inside the margin of 5 %, but the two moved 3.05 % apart while they were measured; longer warm-ups would settle it, and no more rounds',
    );
    assert.equal(
      moved(1.3, 0.06)?.because,
      '1.30 [1.29, 1.31] lies wholly beyond 11.5 %, which is asked because the two moved 6.18 % apart while they were measured',
    );
  });

  it('asks more of each pair when several are looked at (Holm)', () => {
    assert.equal(verdictOf(pair(1.15, loose), quiet)?.verdict, 'worse');
    const [crowded] = judgeFamily([pair(1.15, loose), pair(1, loose), pair(1, loose)], quiet, rules);
    assert.equal(crowded?.verdict, 'inconclusive');
    assert.match(crowded?.because ?? '', /not after Holm's correction for 3 pairs at reading 1/);
  });
});

describe('judgeControl', () => {
  it('never has a winner', () => {
    const verdicts = [0.5, 0.9, 0.98, 1, 1.02, 1.1, 2].flatMap((ratio) =>
      [tight, loose].map((spread) => judgeControl(pair(ratio, spread, { kind: 'a-a' }), rules).verdict),
    );
    assert.deepEqual(new Set(verdicts), new Set(['invalid', 'equivalent', 'inconclusive']));
  });
});

describe('verdicts on noise alone', () => {
  const trials = 400;
  for (const { rounds, sd, slow } of [
    { rounds: 4, sd: 0.16, slow: false },
    { rounds: 6, sd: 0.16, slow: false },
    { rounds: 6, sd: 0.16, slow: true },
    { rounds: 16, sd: 0.16, slow: false },
    { rounds: 16, sd: 0.3, slow: true },
  ])
    it(`call a winner among three alike schemes in under 1 % of runs: ${rounds} rounds, sd ${sd}${slow ? ', slowed' : ''}`, () => {
      const winners = simulate(trials, rounds, 1, (noise) => noise.normal(sd) + (slow ? noise.slowed(0.1, 1.5) : 0));
      assert.ok(winners.called / trials < 0.01, `${winners.called} of ${trials}`);
    });

  it('call a planted 20 % worse in at least 19 of 20 runs, and never better: 20 rounds, sd 0.09', () => {
    const { worse, better } = simulate(trials, 20, 1.2, (noise) => noise.normal(0.09));
    assert.ok(worse / trials >= 0.95, `${worse} of ${trials}`);
    assert.equal(better, 0);
  });

  it('never give a planted 3 % the wrong sign: 16 rounds, sd 0.09', () => {
    assert.equal(simulate(trials, 16, 1.03, (noise) => noise.normal(0.09)).better, 0);
  });
});

/** One scheme is `ratio` times as costly as two others that are alike; counts what the first pair and the rest are called. */
function simulate(
  trials: number,
  rounds: number,
  ratio: number,
  draw: (noise: ReturnType<typeof createNoise>) => number,
): { called: number; worse: number; better: number } {
  const noise = createNoise(rounds);
  const counts = { called: 0, worse: 0, better: 0 };
  for (let trial = 0; trial < trials; trial++) {
    const launches = () => Array.from({ length: rounds }, () => draw(noise) / Math.SQRT2);
    const [session, aaArm, jwt, refresh] = [launches(), launches(), launches(), launches()];
    const against = (a: number[], b: number[], factor = 1) =>
      pair(
        factor,
        a.map((value, i) => value - b[i]!),
      );
    const control = judgeControl(against(aaArm, session), rules);
    const family = judgeFamily(
      [against(jwt, session, ratio), against(refresh, session), against(refresh, jwt, 1 / ratio)],
      control,
      rules,
    );
    const verdicts = family.map(({ verdict }) => verdict);
    if (verdicts.some((verdict) => verdict === 'better' || verdict === 'worse')) counts.called++;
    if (verdicts[0] === 'worse') counts.worse++;
    if (verdicts[0] === 'better') counts.better++;
  }
  return counts;
}
