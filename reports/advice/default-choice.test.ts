import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { exposures } from '../analysis/exposure.ts';
import { decisionResults } from '../results/fixtures/decision.ts';
import { failedResults } from '../results/fixtures/results.ts';
import type { Results } from '../results/results.ts';
import { defaultChoice, defaultTexts } from './default-choice.ts';

const texts = (results: Results) => {
  const choice = defaultChoice(results);
  return choice ? defaultTexts(choice, exposures(results)) : [];
};

describe('the default', () => {
  it('is whom no attack beat and whose logout acts at once, with what speaks for another one', () => {
    const [first, ...others] = texts(decisionResults);
    assert.equal(first, 'Take session by default: a logout acts at once.');
    assert.doesNotMatch(others.join(' '), /go on/);
    assert.match(others.join(' '), /^Take jwt(-refresh)? if .+\.$/);
  });

  it('is nobody whom an attack beat, and says so', () => {
    const attacks = decisionResults.attacks.map((one) =>
      one.scheme === 'session' ? { ...one, outcome: 'succeeded' as const, asExpected: false } : one,
    );
    const [first = '', second] = texts({ ...decisionResults, attacks });
    assert.doesNotMatch(first, /session|at once/);
    assert.equal(second, 'Not session: an attack broke through.');
  });

  it('is none where nothing was attacked', () => {
    assert.equal(defaultChoice({ ...failedResults, attacks: [] }), undefined);
  });
});
