import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { exposures } from '../analysis/exposure.ts';
import { decisionResults } from '../results/fixtures/decision.ts';
import { failedResults, fullResults } from '../results/fixtures/results.ts';
import type { Results } from '../results/results.ts';
import { defaultChoice, defaultTexts, noneYet } from './default-choice.ts';

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

  it('is nobody on whom an attack did not end as required, and does not say that one broke through', () => {
    const attacks = decisionResults.attacks.map((one) =>
      one.scheme === 'session' ? { ...one, outcome: 'blocked-by-crash' as const, asExpected: false } : one,
    );
    assert.equal(texts({ ...decisionResults, attacks })[1], 'Not session: an attack did not end as required.');
  });

  it('is not named where one scheme alone was tried', () => {
    assert.equal(defaultChoice({ ...decisionResults, schemes: decisionResults.schemes.slice(0, 1) }), undefined);
  });

  it('is none where nothing was attacked', () => {
    assert.equal(defaultChoice({ ...failedResults, attacks: [] }), undefined);
  });
});

describe('none to take yet', () => {
  const all = (outcome: 'succeeded' | 'blocked' | 'window', expected: 'blocked' | 'window'): Results => ({
    ...fullResults,
    attacks: fullResults.attacks.map((one) => ({ ...one, outcome, expected, asExpected: false })),
  });

  it('is said where attacks broke through on all of them, and otherwise where they ended otherwise', () => {
    assert.equal(
      noneYet(all('succeeded', 'window')),
      'Take none yet: attacks broke through on session, jwt and jwt-refresh.',
    );
    assert.equal(noneYet(all('window', 'blocked')), noneYet(all('succeeded', 'window')));
    assert.equal(
      noneYet(all('blocked', 'window')),
      'Take none yet: attacks did not end as required on session, jwt and jwt-refresh.',
    );
  });

  it('is not said where one is sound, nor of targets, which nobody takes', () => {
    const { attacks } = all('succeeded', 'blocked');
    const sound = attacks.filter(({ scheme }) => scheme !== 'jwt');
    assert.equal(noneYet({ ...fullResults, attacks: sound }), undefined);
    const targets = fullResults.schemes.map(({ id }) => ({
      ...{ scheme: id, title: id, origin: 'http://127.0.0.1:1', declared: {}, lifetimes: {}, requests: 1, optIn: [] },
      ceilings: { ratePerSecond: 1, concurrency: 1, requests: 1 },
    }));
    assert.equal(noneYet({ ...fullResults, attacks, targets }), undefined);
  });
});
