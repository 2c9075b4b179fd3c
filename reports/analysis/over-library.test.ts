import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { fullResults } from '../results/fixtures/results.ts';
import type { Results } from '../results/results.ts';
import { overLibraries } from './over-library.ts';

const floor = (
  scheme: string,
  variation: string,
  [ratio, ciLow, ciHigh]: readonly [number | null, number | null, number | null],
  verdict: Results['comparisons'][number]['verdict'] = 'better',
): Results['comparisons'][number] => ({
  ...{ kind: 'sensitivity', variation, scenario: 'authenticated-read', metric: 'cpu.servers' },
  ...{ scheme, reference: scheme, ratio, ciLow, ciHigh, ciLevel: 0.95, margin: 0.05, rounds: 8, verdict },
  because: 'of the comparison',
});

const library = (id: string, title: string) => ({ id, kind: 'sensitivity', title, question: '', isLibrary: true });
const rows = (...comparisons: Results['comparisons']) =>
  overLibraries({
    run: { ...fullResults.run, schemes: ['session', 'jwt'] },
    scenarios: [library('floor-of-jose', 'jose alone'), library('floor-of-koa-session', 'floor-of-koa-session')],
    comparisons,
  });

describe('a reference server over its own libraries', () => {
  it('is within or over the limit where its whole interval is, and cannot be told otherwise', () => {
    const verdicts = (
      [
        [0.9, 0.8, 0.95],
        [0.85, 0.75, 0.9],
        [0.7, 0.625, 0.75],
      ] as const
    ).map((found) => rows(floor('jwt', 'floor-of-jose', found))[1]);
    assert.deepEqual(
      verdicts.map((row) => [row?.ratio, row?.ciLow, row?.ciHigh, row?.verdict, row?.because]),
      [
        [1.11111, 1.05263, 1.25, 'within', 'the whole interval lies within 1.25'],
        [1.17647, 1.11111, 1.33333, 'cannot tell', 'the interval has 1.25 inside: more rounds would settle it'],
        [1.42857, 1.33333, 1.6, 'over', 'the whole interval lies beyond 1.25'],
      ],
    );
    assert.equal(verdicts[0]?.floor, 'jose alone');
  });

  it('has a row for each scheme, and no verdict where the comparison has none', () => {
    assert.deepEqual(
      rows(
        floor('session', 'floor-of-koa-session', [0.9, 0.88, 0.92], 'invalid'),
        floor('jwt', 'token-es256', [0.5, 0.4, 0.6]),
      ).map(({ scheme, floor, verdict, because }) => [scheme, floor, verdict, because]),
      [
        ['session', 'floor-of-koa-session', 'cannot tell', 'of the comparison'],
        ['jwt', undefined, 'cannot tell', 'no floor of its libraries was measured'],
      ],
    );
    assert.deepEqual(
      rows(floor('jwt', 'floor-of-jose', [0.9, null, null])).map(({ verdict }) => verdict),
      ['cannot tell', 'cannot tell'],
    );
  });

  it('is not spoken of where no floor was measured', () => {
    assert.deepEqual(rows(floor('jwt', 'token-es256', [0.5, 0.4, 0.6])), []);
  });
});
