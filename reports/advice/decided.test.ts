import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { decisionResults } from '../results/fixtures/decision.ts';
import { decided, undecidedText } from './decided.ts';

describe('what one requirement alone comes to', () => {
  const row = (results: typeof decisionResults) =>
    decided(results).find(({ title }) => title === 'Several instances, and no store that they share');

  it('is whom to take, and whom it rules out', () => {
    const found = row(decisionResults);
    assert.equal(found?.isChoice, true);
    assert.notEqual(found?.take, 'this run does not show it');
  });

  it('is not asked of one scheme alone, which nothing tells from another', () => {
    assert.deepEqual(decided({ ...decisionResults, schemes: decisionResults.schemes.slice(0, 1) }), []);
  });

  it('is said to be unknown once, and not of each scheme, where the run tells it of none', () => {
    const found = row({ ...decisionResults, scaling: [] });
    assert.ok(found);
    assert.deepEqual([found.take, found.isChoice, found.ruledOut], ['this run does not show it', false, []]);
    assert.equal(undecidedText(found), undefined);
  });
});
