import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import attack from './csrf-cross-site.ts';

type Row = Parameters<typeof attack.judge>[0]['rows'][number];

const forged = { from: 'cross-site', by: 'form', status: 403, carried: [], withheld: {} } as const;
const own: Row = { sameSite: 'as the server sets it', forged: [forged], booked: 0 };
const judge = (...rows: Row[]) => attack.judge({ rows });

describe('the judge of csrf-cross-site', () => {
  it('calls it blocked when nothing was booked, and says what other values of SameSite did', () => {
    const { outcome, tries, because } = judge(own, { ...own, sameSite: 'None', booked: 2 });
    assert.deepEqual([outcome, tries], ['blocked', 1]);
    assert.match(because, /, 2 did$/);
  });

  it('calls it a success when a transfer was booked, and names the way', () => {
    const carried = ['sid'];
    const { outcome, because } = judge({ ...own, forged: [{ ...forged, status: 200, carried }], booked: 1 });
    assert.equal(outcome, 'succeeded');
    assert.match(because, /form from cross-site with the cookie: 200$/);
  });

  it('tells a crash from a refusal', () => {
    assert.equal(judge({ ...own, forged: [{ ...forged, status: 500 }] }).outcome, 'blocked-by-crash');
  });

  it('gives no verdict on a request without an answer, or on none at all', () => {
    assert.equal(judge({ ...own, forged: [{ ...forged, status: 0 }] }).outcome, 'inconclusive');
    assert.equal(judge().outcome, 'inconclusive');
  });
});
