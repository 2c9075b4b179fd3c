import assert from 'node:assert/strict';
import { it } from 'node:test';
import { fullResults } from '../results/fixtures/results.ts';
import { rivalNotRun } from './rival.ts';

it('the denylist is named where no scheme of a run can take a token back, and only there', () => {
  assert.equal(rivalNotRun(fullResults), 'npm run bench -- --schemes session,jwt,jwt-denylist');
  const schemes = fullResults.schemes.map(({ traits, ...one }) => ({
    ...one,
    traits: { ...traits, ...(traits.credential === 'self-contained' && { revocation: 'immediate' as const }) },
  }));
  assert.equal(rivalNotRun({ ...fullResults, schemes }), undefined);
  assert.equal(rivalNotRun({ ...fullResults, schemes: [] }), undefined);
});
