import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { CellFacts } from '../results/cell.ts';
import { fullResults } from '../results/fixtures/results.ts';
import type { Results } from '../results/results.ts';
import { roundMsOf } from './pace.ts';

describe('how long a round takes', () => {
  const [like] = fullResults.evidence as [Results['evidence'][number]];
  const cell = (facts: CellFacts, second: number, durationMs: number) => ({
    ...{ ...like, cell: facts, durationMs },
    startedAt: new Date(1_000 * second).toISOString(),
  });
  const read = (scheme: string, round: number): CellFacts => ({
    ...{ kind: 'load', scenario: 'authenticated-read', scheme, round },
  });
  const comparisons = fullResults.comparisons;

  it('is from the start of its first arm to the end of its last, in the median', () => {
    const evidence = [
      ...[cell(read('session', 1), 0, 9_000), cell(read('jwt', 1), 2, 8_000)],
      ...[cell(read('session', 2), 20, 50_000)],
      ...[cell(read('session', 3), 90, 12_000)],
      cell({ ...read('session', 1), scenario: 'login' }, 0, 99_000),
      cell({ kind: 'attack', scenario: 'replay-after-logout', scheme: 'session' }, 0, 99_000),
    ];
    assert.equal(roundMsOf({ comparisons, evidence }), 12_000);
  });

  it('is not known where no round left evidence', () => {
    assert.equal(roundMsOf({ comparisons, evidence: [] }), undefined);
  });
});
