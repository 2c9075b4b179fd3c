import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { fullResults } from '../results/fixtures/results.ts';
import type { Results } from '../results/results.ts';
import har from './har.ts';

const read = (results: Results) => JSON.parse(har.files['transcripts.har'](results)).log;

describe('har', () => {
  it('has a page for each attack on a scheme, and an entry for each request, without headers and bodies', () => {
    const [first] = fullResults.evidence.filter(({ cell }) => cell.kind === 'attack');
    assert.ok(first);
    const token = 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJ1LTEifQ.dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk';
    const request = {
      method: 'GET',
      path: `/me?token=${token}`,
      at: '1',
      status: 401,
      ms: 2.5,
      error: 'unauthenticated',
    };
    const transcript = [
      { atMs: 10, text: 'the thief holds a copy' },
      { atMs: 12.5, text: 'GET /me @1 → 401', request },
    ];
    const weakened = { ...first, id: 'weakened', cell: { ...first.cell, weakness: 'w' }, transcript };
    const { pages, entries } = read({ ...fullResults, evidence: [{ ...first, transcript }, weakened] });
    assert.deepEqual(
      pages.map(({ id }: { id: string }) => id),
      [first.id],
    );
    assert.equal(entries.length, 1);
    const [{ pageref, startedDateTime, time, request: sent, response }] = entries;
    assert.deepEqual(
      [pageref, Date.parse(startedDateTime) - Date.parse(first.startedAt), time, response.status, response.statusText],
      [first.id, 10, 2.5, 401, 'unauthenticated'],
    );
    assert.equal(sent.url, 'http://server-1.invalid/me?token=eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJ1LTEifQ.[signature cut]');
    assert.deepEqual([sent.headers, sent.cookies], [[], []]);
  });
});
