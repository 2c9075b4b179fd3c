import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import attack from './overtaken-login.ts';

type Seen = Parameters<typeof attack.judge>[0];

const refused = { tries: 1, overlapped: true, status: 401, alive: false };
const crossed: Seen['crossed'] = [
  { ...refused, ending: 'logoutAll' },
  { ...refused, ending: 'password' },
];
const raced = { logins: 12, handedOut: 4, alive: 0 };
const judge = (change: Partial<(typeof crossed)[number]>, race: NonNullable<Seen['raced']> = raced) =>
  attack.judge({ crossed: [...crossed, { ...refused, ending: 'disable', ...change }], raced: race });

describe('the judge of overtaken-login', () => {
  it('calls it blocked when no login outlived an ending, in a race neither', () => {
    const { outcome, tries, because } = judge({});
    assert.deepEqual([outcome, tries], ['blocked', 15]);
    assert.match(because, /none of 4 sign-ins of 12 raced logins/);
  });

  it('judges no race where nobody can take back what came first', () => {
    const { outcome, tries } = attack.judge({ crossed });
    assert.deepEqual([outcome, tries], ['blocked', 2]);
  });

  it('calls a login that outlived an ending a success, and names the ending', () => {
    const { outcome, because } = judge({ status: 200, alive: true });
    assert.equal(outcome, 'succeeded');
    assert.match(because, /outlived a disabled account$/);
  });

  it('calls a login that outran the order a success', () => {
    assert.equal(judge({}, { ...raced, alive: 1 }).outcome, 'succeeded');
  });

  it('gives no verdict where no login was under way, and names a crash', () => {
    assert.equal(judge({ overlapped: false }).outcome, 'inconclusive');
    assert.equal(judge({ status: 500 }).outcome, 'blocked-by-crash');
  });
});
