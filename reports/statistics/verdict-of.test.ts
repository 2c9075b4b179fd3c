import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { verdictOf } from './verdict-of.ts';

const rules = { better: 'lower', margin: 0.05 } as const;
const of = (low: number, high: number, noise = 1) =>
  verdictOf('it', { seen: { low: Math.log(low), high: Math.log(high) }, noise: Math.log(noise) }, rules);

describe('the verdict on an interval', () => {
  it('is a winner only beyond the margin and beyond what identical servers may look apart', () => {
    assert.deepEqual(of(0.8, 0.9), { verdict: 'better', because: 'it lies wholly beyond 5 %' });
    assert.deepEqual(of(1.1, 1.2), { verdict: 'worse', because: 'it lies wholly beyond 5 %' });
    assert.deepEqual(of(1.1, 1.2, 1.15), {
      verdict: 'inconclusive',
      because: 'it reaches into the 15 % that identical servers may look apart',
    });
  });

  it('is no equality where identical servers may look further apart than the margin', () => {
    assert.equal(of(0.98, 1.02).verdict, 'equivalent');
    assert.deepEqual(of(0.98, 1.02, 1.08), {
      verdict: 'inconclusive',
      because: 'it lies inside the margin of 5 %, but identical servers may look 8 % apart',
    });
  });

  it('is small where the interval excludes 1 and reaches into the margin', () => {
    assert.equal(of(1.01, 1.07).verdict, 'small');
    assert.equal(of(0.99, 1.07).because, 'it lies neither beyond the margin of 5 % nor inside it');
  });
});
