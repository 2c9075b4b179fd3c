import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { fullResults } from '../../results/fixtures/results.ts';
import type { Results } from '../../results/results.ts';
import { render } from '../markup.ts';
import { requirementsSection } from './requirements.ts';

const shown = (results: Results) => render(requirementsSection.body(results));
const titleOf = (results: Results) => shown(results).match(/<figcaption><strong>(.*?)<\/strong>/)?.[1];

describe('the map of requirements', () => {
  it('has what is not met as its title, scheme by scheme', () => {
    assert.equal(titleOf(fullResults), 'Of 80 requirements, not met: 1 with jwt and 1 with jwt-refresh.');
  });

  it('says that none was found broken only where none was', () => {
    const requirements = fullResults.requirements?.map((one) => ({ ...one, state: 'met' as const }));
    assert.equal(titleOf({ ...fullResults, requirements }), 'None of 80 requirements was found broken.');
  });

  it('is a table for other programs too, and tells what its marks mean', () => {
    const page = shown(fullResults);
    assert.ok(page.includes('%0AASVS%207.4.1,in-part,not-met,not-met%0A'));
    assert.match(page, /met in part<\/span> Nothing broke it, and something of it was not tried/);
  });
});
