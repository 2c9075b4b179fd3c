import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { fullResults } from '../results/fixtures/results.ts';
import type { Results } from '../results/results.ts';
import { testedWith } from './changed-settings.ts';
import { outcomeText } from './window.ts';

const grace = { setting: 'graceMs', tested: 10_000, configured: 0 };
const short = { setting: 'accessMs', tested: 2_000, configured: 900_000 };

describe('what was tested otherwise than it is configured', () => {
  it('is told with both, and not at all where there is nothing', () => {
    assert.equal(
      testedWith([short, { setting: 'algorithm', tested: 'RS256', configured: 'HS256' }, grace]),
      'tested with access tokens of 2 s (configured: 15 min), tokens signed by RS256 (configured: HS256) and a grace window of 10 s (configured: none)',
    );
    assert.deepEqual([testedWith([]), testedWith(undefined)], [undefined, undefined]);
  });

  it('stands in the reason of an attack, where a window does not tell it already', () => {
    const [like] = fullResults.attacks;
    const race = {
      ...(like as Results['attacks'][number]),
      outcome: 'blocked' as const,
      because: 'nobody was logged out',
    };
    assert.deepEqual(
      [[grace, short], [short]].map((settings) => outcomeText({ ...race, settings })),
      ['nobody was logged out; tested with a grace window of 10 s (configured: none)', 'nobody was logged out'],
    );
  });
});
