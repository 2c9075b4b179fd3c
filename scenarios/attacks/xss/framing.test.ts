import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import attack from './framing.ts';

const frame = { on: 'sibling', shows: 'victim' } as const;

describe('the judge of framing', () => {
  it('calls it a success where a frame names the victim', () => {
    const { outcome, because } = attack.judge({
      frames: [{ on: 'cross-site', shows: 'nobody' }, frame],
      shownAlone: true,
    });
    assert.equal(outcome, 'succeeded');
    assert.equal(because, 'a frame showed the page of the victim: sibling');
  });

  it('calls it blocked where none does', () => {
    const judged = attack.judge({ frames: [{ ...frame, shows: 'nobody' }], shownAlone: true });
    assert.deepEqual([judged.outcome, judged.successes], ['blocked', 0]);
  });

  it('gives no verdict where the page names nobody by itself', () => {
    assert.equal(attack.judge({ frames: [{ ...frame, shows: 'nobody' }], shownAlone: false }).outcome, 'inconclusive');
  });
});
