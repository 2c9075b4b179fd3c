import assert from 'node:assert/strict';
import { it } from 'node:test';
import { advise } from '../advice/advise.ts';
import { decisionRecord } from '../advice/record.ts';
import terminal from '../formats/terminal.ts';
import { fullResults } from '../results/fixtures/results.ts';
import type { Results } from '../results/results.ts';
import { rivalNotRun } from './rival.ts';

it('the denylist is named where no scheme of a run can take a token back, and only there', () => {
  assert.equal(rivalNotRun(fullResults)?.command, 'npm run bench -- --schemes session,jwt,jwt-denylist');
  const schemes = fullResults.schemes.map(({ traits, ...one }) => ({
    ...one,
    traits: { ...traits, ...(traits.credential === 'self-contained' && { revocation: 'immediate' as const }) },
  }));
  assert.equal(rivalNotRun({ ...fullResults, schemes }), undefined);
  assert.equal(rivalNotRun({ ...fullResults, schemes: [] }), undefined);
  // where somebody reads the answer, and where the decision is kept
  const told = (results: Results) => [
    terminal.print(results, { path: 'index.html' }).replaceAll('\n', ' '),
    decisionRecord(advise({ revocationMs: 1_000 }, results), results, [], [], rivalNotRun(results)),
  ];
  for (const text of told(fullResults))
    assert.match(text, /Not run[,:] a JWT that a list of ended ones .*jwt-denylist/);
  for (const text of told({ ...fullResults, schemes })) assert.doesNotMatch(text, /Not run[,:] a JWT/);
});
