import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { fullResults } from '../results/fixtures/results.ts';
import { afterLogout, afterLogoutFinding } from './after-logout.ts';

/** What became of a copy that was used so, one use each 100 ms after the logout. */
function lanes(...outcomes: readonly string[]) {
  const lines = [
    'POST /login @0 → 200 as user-1',
    'POST /logout @0 → 204',
    ...outcomes.map((one) => `GET /me @0 → ${one}`),
  ];
  const [like] = fullResults.evidence;
  const evidence = [
    {
      ...like!,
      cell: { kind: 'attack' as const, scenario: 'replay-after-logout', scheme: 'session' },
      transcript: lines.map((text, i) => ({ atMs: 100 * i, text })),
    },
  ];
  return afterLogout({ ...fullResults, evidence });
}

describe('a copy after the logout', () => {
  it('is refused, or goes on', () => {
    assert.deepEqual(lanes('200 as user-1', '401')[0]?.uses, [
      { ms: 100, isAccepted: true },
      { ms: 200, isAccepted: false },
    ]);
    assert.equal(afterLogoutFinding(lanes('401')), 'session refuses the first request after a logout.');
    assert.equal(afterLogoutFinding(lanes('200 as user-1')), 'session goes on answering a copy after a logout.');
  });

  it('is not refused by a server that is silent, or breaks over it', () => {
    assert.deepEqual(lanes('503', 'no answer (ECONNRESET)'), []);
    assert.deepEqual(lanes('503', '401')[0]?.uses, [{ ms: 200, isAccepted: false }]);
  });
});
