import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import attack from './refresh-lost-response.ts';

const kept = { lost: 1, retried: true, goesOn: true };
const judge = (...losses: Partial<typeof kept>[]) =>
  attack.judge({ losses: losses.map((loss) => ({ ...kept, ...loss })) });

describe('the judge of refresh-lost-response', () => {
  it('calls it blocked when everybody could go on', () => {
    const { outcome, tries, successes } = judge({}, { lost: 2 });
    assert.deepEqual([outcome, tries, successes], ['blocked', 2, 0]);
  });

  it('calls a refused second try, and one that leads nowhere, a false alarm', () => {
    assert.equal(judge({}, { retried: false, goesOn: false }).successes, 1);
    assert.equal(judge({}, { goesOn: false }).outcome, 'succeeded');
  });
});
