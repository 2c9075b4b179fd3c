import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { render } from '../markup.ts';
import { lastLetThrough, type Step, sequence, sequenceValues } from './sequence.ts';

const step = (outcome: string, more: Partial<Step> = {}): Step => ({
  ...{ ms: 1, method: 'GET', path: '/me', at: '0', outcome },
  ...more,
});
const login = step('200', { method: 'POST', path: '/login' });

describe('the picture of an attack', () => {
  it('draws heavy what was let through last before the same was refused, and not its owner who comes back after', () => {
    assert.deepEqual(lastLetThrough([login, step('200'), step('200'), step('401'), login, step('200')]), {
      place: 2,
      isRefusedLater: true,
    });
    assert.deepEqual(lastLetThrough([login, step('200')]), { place: 1, isRefusedLater: false });
    for (const undecided of ['503', 'no answer (ECONNRESET)'])
      assert.deepEqual(lastLetThrough([login, step('200'), step(undecided)]), { place: 1, isRefusedLater: false });
  });

  it('cuts no word without saying so, and has room for what came at the last instance', () => {
    const path = '/admin/users/user-12/disable';
    const times = Array.from({ length: 40 }, (_, i) => step('200', { at: '1', subject: 'user-12', ms: 100 * i }));
    const text = render(sequence('s', 'Title', [login, step('204', { method: 'POST', path }), ...times]));
    assert.match(text, />POST \/admin\/users\/user-12\/di…</);
    const [, x, told = ''] = text.match(/x="([\d.]+)" y="[\d.]+">(200 as user-12, 40 times until 3900 ms)</) ?? [];
    // a sign of this size is at most 7 wide
    assert.ok(Number(x) + 7 * told.length <= 760, `${x} + ${told.length} signs`);
  });

  it('tells of requests that are one row where all of them were answered, and how', () => {
    const uses = [step('403', { code: 'wrong' }), step('403', { code: 'wrong', at: '1', ms: 9 })];
    const { words, csv } = sequenceValues([login, ...uses]);
    assert.equal(words[1], '1 ms: GET /me at instance 1 and instance 2, 403 wrong, 2 times.');
    assert.deepEqual(csv.rows[1], [1, 9, 2, 'GET', '/me', 'instance-1 instance-2', '403', 'wrong', undefined]);
  });

  it('says how many requests it has no row for', () => {
    const many = Array.from({ length: 30 }, (_, i) => step(i % 2 ? '200' : '401', { ms: i }));
    const { words, csv } = sequenceValues([login, ...many]);
    assert.match(words.at(-1) ?? '', /^\d+ requests between are left out\.$/);
    assert.equal(
      csv.rows.reduce((sum, [, , count]) => sum + Number(count), 0),
      31,
    );
  });
});
