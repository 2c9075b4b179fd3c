import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { fullResults } from '../../results/fixtures/results.ts';
import type { Results } from '../../results/results.ts';
import { render } from '../markup.ts';
import { attacksSection } from './attacks.ts';

type Attack = Results['attacks'][number];

const window = fullResults.attacks.find(({ outcome }) => outcome === 'window');
const blocked = fullResults.attacks.find(({ outcome }) => outcome === 'blocked');
assert.ok(window && blocked);
const shown = (...attacks: Attack[]) => render(attacksSection.body({ ...fullResults, attacks }));
const inSchemes = (count: number, because: (scheme: string) => string) => {
  const schemes = Array.from({ length: count }, (_, place) => `scheme-${place}`);
  const attacks = schemes.map((scheme) => ({ ...blocked, scheme, because: because(scheme) }));
  return render(attacksSection.body({ ...fullResults, run: { ...fullResults.run, schemes }, attacks }));
};
const rows = (text: string) =>
  text
    .match(/<tbody>[\s\S]*?<\/tbody>/g)
    ?.join('')
    .match(/<tr>/g)?.length;

describe('the attacks of a run', () => {
  it('have one meaning of a success: what got through, and never a use within a window', () => {
    const counts = { tries: 8, successes: 8 };
    assert.doesNotMatch(shown({ ...window, ...counts }), /tries succeeded/);
    assert.match(shown({ ...blocked, outcome: 'succeeded', asExpected: false, ...counts }), /8 of 8 tries succeeded/);
    assert.match(
      shown({ ...blocked, tries: 819, successes: 0 }),
      /0 of 819 tries succeeded, so at most 0\.365 % at 95 % confidence/,
    );
  });

  it('leave out of what was blocked everywhere first its steps and then what was seen, where the page has no room', () => {
    const results = { ...fullResults, attacks: [window, { ...blocked, id: 'withstood' }] };
    const within = (room: number) => render(attacksSection.body(results, room));
    const whole = within(Number.POSITIVE_INFINITY);
    const observed = within(Buffer.byteLength(whole) - 1);
    const outcomes = within(Buffer.byteLength(observed) - 1);
    const told = (text: string) => [
      text.match(/<dt>Goal/g)?.length ?? 0,
      /withstood: required and observed/.test(text),
      /no room for all of it: npm run bench -- explain refresh-reuse/.test(text.replace(/<[^>]+>/g, '')),
    ];
    assert.deepEqual([whole, observed, outcomes].map(told), [
      [2, true, false],
      [1, true, true],
      [0, false, true],
    ]);
    assert.match(outcomes, new RegExp(`${window.id}: required and observed`));
  });

  it('that were not tried are named, where none was asked for by name', () => {
    const attacks = fullResults.attacks.filter(({ id }) => id !== window.id);
    const title = fullResults.scenarios.find(({ id }) => id === window.id)?.title;
    assert.ok(title);
    const named = (scenarios?: string[]) =>
      render(attacksSection.body({ ...fullResults, attacks, run: { ...fullResults.run, scenarios } }));
    assert.match(named(), new RegExp(`<summary>1 attack was not tried</summary><div><p>${title}\\. All of them: `));
    assert.doesNotMatch(named(['jwt-unsigned']), /not tried/);
  });

  it('say of few schemes each why it withstood, and of many once, with the evidence of all', () => {
    assert.equal(rows(inSchemes(4, (scheme) => `${scheme} refused it`)), 4);
    const many = inSchemes(9, (scheme) => `${scheme} refused it`);
    assert.equal(rows(many), 1);
    assert.match(many, /scheme-0: scheme-0 refused it/);
    assert.match(many, /scheme-7 and scheme-8/);
  });
});
