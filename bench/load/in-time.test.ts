import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import { fewestFrom, inTime } from './in-time.ts';

/** Which rounds were begun by a time, where each of their cells takes so long as its name says. */
function begun(
  t: TestContext,
  rounds: readonly (readonly number[])[],
  until: number,
  { abortedAt = Number.NaN, fewest = { rounds: 0, until: 0 } } = {},
) {
  let now = 0;
  t.mock.method(performance, 'now', () => now);
  const stop = new AbortController();
  const seen: number[] = [];
  for (const round of inTime(rounds, until, stop.signal, fewest)) {
    seen.push(rounds.indexOf(round));
    now += round.reduce((sum, ms) => sum + ms, 0);
    if (now >= abortedAt) stop.abort();
  }
  return seen;
}

describe('rounds until a time', () => {
  it('are as many as end by then, if each takes as long as the longest before it', (t) => {
    const rounds = [[10], [30], [10], [10], [10]];
    assert.deepEqual(begun(t, rounds, 79), [0, 1, 2]);
    assert.deepEqual(begun(t, rounds, 1_000), [0, 1, 2, 3, 4]);
  });

  it('are taken to last by the number of their cells', (t) => {
    assert.deepEqual(begun(t, [[10, 10, 10, 10], [10], [10]], 55), [0, 1]);
    assert.deepEqual(begun(t, [[10], [10, 10, 10, 10], [10]], 45), [0]);
  });

  it('are one at least, even where the time is over', (t) => {
    assert.deepEqual(begun(t, [[10], [10]], -5), [0]);
  });

  it('go on to the fewest that are of use, unless these take far longer too', (t) => {
    const rounds = [[10], [10], [10], [10], [10]];
    const fewest = { rounds: 4, until: 45 };
    assert.deepEqual(begun(t, rounds, 25, { fewest }), [0, 1, 2, 3]);
    assert.deepEqual(begun(t, rounds, 25, { fewest: { ...fewest, until: 35 } }), [0, 1, 2]);
    assert.deepEqual(begun(t, rounds, 50, { fewest }), [0, 1, 2, 3, 4]);
  });

  it('end where the run is told to', (t) => {
    assert.deepEqual(begun(t, [[10], [10], [10]], 1_000, { abortedAt: 20 }), [0, 1]);
  });
});

describe('as many rounds as a verdict rests on', () => {
  const rounds = (first: number) => [[{ round: first }], [{ round: first + 1 }]];

  it('may take half as long again as the run, and are fewer where it had some before', () => {
    assert.deepEqual(fewestFrom(100, rounds(1), { maxMs: 60 }), { rounds: 4, until: 130 });
    assert.deepEqual(fewestFrom(100, rounds(4), { maxMs: 60 }), { rounds: 1, until: 130 });
  });
});
