import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { fullResults } from '../results/fixtures/results.ts';
import type { Results } from '../results/results.ts';
import { roundMsOf } from './pace.ts';

describe('how long a round takes', () => {
  const [like] = fullResults.evidence as [Results['evidence'][number]];
  const cell = (id: string, second: number, durationMs: number) => ({
    ...{ ...like, id, durationMs },
    startedAt: new Date(1_000 * second).toISOString(),
  });
  const comparisons = fullResults.comparisons;

  it('is from the start of its first arm to the end of its last, in the median', () => {
    const evidence = [
      ...[
        cell('load/authenticated-read/session/round-1', 0, 9_000),
        cell('load/authenticated-read/jwt/round-1', 2, 8_000),
      ],
      ...[cell('load/authenticated-read/session/round-2', 20, 50_000)],
      ...[cell('load/authenticated-read/session/round-3', 90, 12_000)],
      ...[cell('load/login/session/round-1', 0, 99_000), cell('attack/replay-after-logout/session', 0, 99_000)],
    ];
    assert.equal(roundMsOf({ comparisons, evidence }), 12_000);
  });

  it('is not known where no round left evidence', () => {
    assert.equal(roundMsOf({ comparisons, evidence: [] }), undefined);
  });
});
