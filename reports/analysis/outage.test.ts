import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { fullResults } from '../results/fixtures/results.ts';
import type { Results } from '../results/results.ts';
import { outageFinding, outageOf, outageWords, shareText } from './outage.ts';

type Row = Results['scaling'][number];

const [like] = fullResults.scaling;
const [scheme] = fullResults.schemes;
assert.ok(like && scheme);
const phase = (requests: number, failed: number, lastedMs = 700) => ({
  ...{ lastedMs, requests, refused: 0, failed, late: 0, medianMs: 1 },
});
const row = (scheme: string, scenario: string, failed: number, part: Partial<Row> = {}): Row => ({
  ...{ ...like, scheme, scenario, mode: 'shared', valid: true, users: 24, lostUsers: 3, recoveryMs: 40 },
  phases: { before: phase(35, 0), during: phase(60, failed, 1_200), after: phase(40, 1) },
  ...part,
});
const of = (...scaling: Row[]) =>
  outageOf({
    ...fullResults,
    schemes: (['session', 'jwt', 'jwt-refresh'] as const).map((id) => ({
      ...scheme,
      id,
      traits: { ...scheme.traits, store: id === 'jwt' ? 'never' : 'every-request' },
    })),
    scaling,
  });

describe('an outage of the store', () => {
  it('is told by how many requests each scheme answered while it lasted', () => {
    const outage = of(row('session', 'store-frozen', 37), row('jwt-refresh', 'store-frozen', 7));
    assert.ok(outage);
    assert.equal(
      outageFinding(outage),
      'While the store hangs for 1.2 s, session answers 38 % of requests and jwt-refresh 88 %; jwt needs no store.',
    );
    assert.equal(
      outageWords(outage)[0],
      'session: before 35 of 35 answered, during 23 of 60 answered, after 39 of 40 answered; the last request failed 40 ms after the end, and 3 of 24 users had to log in again.',
    );
    assert.equal(outageWords(outage).at(-1), 'jwt: needs no store.');
  });

  it('is the death of the store where a run has that, and not its silence', () => {
    const outage = of(row('session', 'store-frozen', 37), row('session', 'store-killed', 60));
    assert.ok(outage);
    assert.match(outageFinding(outage), /^While the store is down for 1\.2 s, session answers 0 % of requests;/);
  });

  it('rests on nothing that is invalid or was not tried', () => {
    assert.equal(of(row('session', 'store-frozen', 37, { valid: false })), undefined);
    assert.equal(of(row('session', 'rolling-restart', 0)), undefined);
    assert.equal(of(), undefined);
  });

  it('is never rounded to all or to nothing', () => {
    assert.deepEqual([1, 0.999, 0.5, 0.001, 0].map(shareText), ['100 %', '99 %', '50 %', '1 %', '0 %']);
  });
});
