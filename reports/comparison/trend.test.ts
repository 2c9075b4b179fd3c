import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { trendPage } from '../html/trend-page.ts';
import type { HistoryEntry } from './history.ts';
import { trendLines } from './trend-lines.ts';
import { trendText } from './trend-text.ts';

const schemes = ['session', 'jwt'];
/** A run of each pair: CPU per request of session and of jwt, in µs. */
const runsOf = (pairs: readonly (readonly [session: number, jwt: number])[]): HistoryEntry[] =>
  pairs.map(([session, jwt], index) => ({
    ...{ id: `r${index + 1}`, startedAt: `2026-11-${String(index + 1).padStart(2, '0')}T08:00:00.000Z`, key: 'k' },
    ...{ commit: `${index + 1}`.repeat(40), failed: index === 3 ? 2 : 0, confirmed: 24 },
    figures: [
      { scenario: 'authenticated-read', scheme: 'session', metric: 'cpu.total', value: session },
      { scenario: 'authenticated-read', scheme: 'jwt', metric: 'cpu.total', value: jwt },
      { scenario: 'authenticated-read', scheme: 'jwt', metric: 'rss.servers', value: 1 },
    ],
  }));
const noise = [1, 1.01, 0.99, 1.005, 0.995, 1, 1.01, 0.99, 1.005, 0.995, 1, 1.01];
const slower = runsOf(
  noise.map((by, i) => [200 * by * (i % 2 ? 3 : 1), 150 * by * (i % 2 ? 3 : 1) * (i < 7 ? 1 : 1.2)]),
);

describe('a trend over runs', () => {
  it('tells a scheme as a multiple of the first, and from which run on that had another level', () => {
    const [first, second] = trendLines(slower, schemes);
    assert.deepEqual([first?.scheme, first?.reference, first?.changes], ['session', undefined, []]);
    assert.deepEqual([second?.scheme, second?.reference], ['jwt', 'session']);
    assert.deepEqual(
      second?.changes.map(({ index, ratio }) => [index, ratio.toFixed(2)]),
      [[7, '1.20']],
    );
    assert.equal(
      trendText(slower, trendLines(slower, schemes)),
      `12 comparable runs, 2026-11-01 to 2026-11-12

  - CPU per request of jwt against session (authenticated-read): 1.20 times what
    it was from r8 on (2026-11-08, commit 8888888888); now 0.900.
1 measure kept the level that it had.
Attacks that did not end as required: 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0
`,
    );
  });

  it('tells no level of fewer than ten runs, and says so', () => {
    const few = slower.slice(4, 9);
    assert.match(trendText(few, trendLines(few, schemes)), /\nFrom 10 runs on it is told where a level changed\.\n/);
  });

  it('says nothing of a measure that few of the runs have, and draws it where they are', () => {
    const late = slower.map((run, i) => ({
      ...run,
      figures: run.figures.filter(({ scheme }) => i > 8 || scheme !== 'jwt'),
    }));
    const page = trendPage(late, trendLines(late, schemes));
    assert.match(page, /<strong>Too few runs to tell a change of jwt\.<\/strong>/);
    const [, curve = ''] = page.split('<svg role="img"').slice(1);
    // between 56 for nought and 426 for the twelfth run
    assert.match(curve, /d="M364\.3 [\d.]+L395\.2 [\d.]+L426 /);
  });

  it('is a page of its own, with a curve for each measure and no address that is asked for', () => {
    const page = trendPage(slower, trendLines(slower, schemes));
    assert.match(page, /<h1>12 runs, 1 change of level<\/h1>/);
    assert.match(page, /<li>CPU per request of jwt against session \(authenticated-read\): 1\.20 times/);
    assert.equal(page.match(/<svg role="img"/g)?.length, 2);
    assert.doesNotMatch(page, /src=|href="(?!data:text\/csv)/);
    assert.match(page, /<strong>Another level of jwt\.<\/strong>/);
    assert.match(page, /<strong>No change of level of session\.<\/strong>/);
  });
});
