import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { render } from '../markup.ts';
import { lastLetThrough, type Step, sequence } from './sequence.ts';

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
});
