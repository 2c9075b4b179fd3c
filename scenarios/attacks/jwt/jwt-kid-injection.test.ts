import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import attack from './jwt-kid-injection.ts';

const refused = { mutation: 'kid "| sleep 4"', status: 401, speaksFor: 'nobody', ms: 1 } as const;
const judge = (...tries: Parameters<typeof attack.judge>[0]['tries']) => attack.judge({ genuineAccepted: true, tries });

describe('the judge of jwt-kid-injection', () => {
  it('calls it blocked when no token spoke for anybody and no answer slept', () => {
    assert.deepEqual([judge(refused).outcome, judge(refused).successes], ['blocked', 0]);
  });

  it('calls an answer that slept as it was told a success, even where it never came', () => {
    for (const status of [401, 0]) {
      const { outcome, because } = judge(refused, { ...refused, status, ms: 4_004 });
      assert.deepEqual(
        [outcome, because],
        ['succeeded', 'the answer to kid "| sleep 4" took 4004 ms, as the injected command asked'],
      );
    }
  });
});
