import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { fullResults } from '../../results/fixtures/results.ts';
import { render } from '../markup.ts';
import { scalingSection } from './scaling.ts';

const [like] = fullResults.scaling.filter(({ event, instances }) => event === 'none' && instances > 1);
assert.ok(like);
const clean = { ...like, refused: 0, failed: 0, lostUsers: 0, wronglyAccepted: 0, renewalsRefused: 0, valid: true };
const lossy = { ...clean, mode: 'own-memory' as const, refused: 24, lostUsers: 24, wronglyAccepted: 2 };

describe('scale and failure', () => {
  const text = render(scalingSection.body({ ...fullResults, scaling: [lossy, clean] }));

  it('shows who lost something, and folds all cases in which nobody did', () => {
    const [before = '', folded = ''] = text.split('1 case in which nobody lost anything');
    assert.equal(before.match(/<th scope="row"/g)?.length, 1);
    assert.equal(folded.match(/<th scope="row"/g)?.length, 1);
  });

  it('says what was accepted that had ended, and why', () => {
    assert.match(text, /data-heads="[^"]*\|Works on after logout/);
    assert.match(text, /A logout that reaches one instance does not end the sign-in on another/);
  });

  it('states in its heading where users are signed out', () => {
    assert.equal(
      scalingSection.finding?.({ ...fullResults, scaling: [lossy, clean] }),
      'Several instances sign users out where state is kept in own memory',
    );
    assert.equal(scalingSection.finding?.({ ...fullResults, scaling: [clean] }), 'Several instances sign nobody out');
    assert.equal(
      scalingSection.finding?.({ ...fullResults, scaling: [clean, { ...lossy, valid: false }] }),
      'Several instances sign nobody out, in what counted',
    );
  });
});
