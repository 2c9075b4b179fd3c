import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { armOf } from '../results/fixtures/arm.ts';
import { fullResults } from '../results/fixtures/results.ts';
import type { Results } from '../results/results.ts';
import { remedyOf } from './remedy.ts';

type Comparison = Results['comparisons'][number];

const [like] = fullResults.comparisons.filter(({ kind }) => kind === 'scheme') as [Comparison];
const open = (low: number, high: number, part: Partial<Comparison> = {}): Comparison => ({
  ...{ ...like, verdict: 'inconclusive', rounds: 8, bound: { low, high } },
  ...part,
});
const results: Results = { ...fullResults, roundMs: 20_000 };
const resume = 'npm run bench -- --resume 20261123T130502Z-1a2b3c4';

describe('what to do about an open comparison', () => {
  it('is to add rounds until its bound fits the margin, with the time that they take', () => {
    // half of it is 0.446 as a log, and there is room for 0.223
    assert.equal(
      remedyOf([open(0.64, 1.5625)], results),
      `about 25 more rounds would tell: ${resume} --rounds +25, in about 8 min`,
    );
  });

  it('takes no more rounds than the verdict needs, and says nothing of a time that nobody knows', () => {
    const { roundMs: _, ...untimed } = results;
    assert.equal(
      remedyOf([open(0.64, 1.5625, { furtherRounds: 1 })], untimed),
      `about 1 more round would tell: ${resume} --rounds +1`,
    );
  });

  it('is another machine where nobody waits for as many rounds', () => {
    assert.match(
      remedyOf([open(0.5, 1.25)], results) ?? '',
      /^more rounds would not tell on this machine; .*in at most 20 min$/,
    );
  });

  it('is to measure again where a check failed, by the same command', () => {
    assert.equal(
      remedyOf([open(0.9, 1.1, { verdict: 'invalid' })], results),
      'measure again on a quieter machine: npm run bench -- --profile quick --seed 20261123, in about 5 min',
    );
  });

  it('is nothing where neither rounds nor a machine would tell', () => {
    const refused = ({ bound: _, furtherRounds: __, ...one }: Comparison): Comparison => one;
    // jwt still changed while it was measured
    assert.equal(remedyOf([refused(open(1, 1))], results), undefined);
    assert.match(remedyOf([refused(open(1, 1))], { ...results, methodVersion: '4' }) ?? '', /a quieter one may/);
    assert.match(remedyOf([refused(open(1, 1)), open(0.64, 1.5625)], results) ?? '', /^about 25 more rounds/);
    const cheap = {
      ...results,
      scenarios: results.scenarios.map((one) => ({ ...one, asksPassword: true })),
      schemes: results.schemes.map((one) => ({
        ...one,
        settings: { ...one.settings, passwordCost: 10 },
        configured: { ...one.configured, passwordCost: 17 },
      })),
    };
    assert.equal(remedyOf([open(0.64, 1.5625)], cheap), undefined);
  });

  it('is nothing where requests failed, and a quieter machine where all were answered', () => {
    const [sample] = results.samples;
    const spoilt = (failed: number): Results => ({
      ...results,
      samples: [1, 2, 3, 4].map((round) => ({
        ...sample!,
        ...{ scenario: like.scenario, scheme: like.scheme, arm: armOf('load', like.scheme), round, place: 1 },
        ...{ metric: 'errors', unit: 'count', value: round <= failed ? 5 : 0, valid: round > failed },
      })),
    });
    const invalid = [open(0.9, 1.1, { verdict: 'invalid' })];
    assert.equal(remedyOf(invalid, spoilt(2)), undefined);
    assert.match(remedyOf(invalid, spoilt(1)) ?? '', /^measure again on a quieter machine: /);
  });

  it('is the quick profile where the run gives no verdict by design', () => {
    const run = { ...results.run, profile: 'smoke' as const };
    assert.equal(
      remedyOf([open(0.9, 1.1)], { ...results, run }),
      'run the quick profile, which takes about 5 min: npm run bench',
    );
  });
});
