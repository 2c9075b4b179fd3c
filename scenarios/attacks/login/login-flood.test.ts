import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import attack from './login-flood.ts';

const outcome = (overtaken: readonly number[], logins: number, ofVisitors: readonly number[] = [0, 1, 0]) =>
  attack.judge({ overtaken, ofVisitors, logins }).outcome;

describe('a flood of logins', () => {
  it('has held a user up where as many logins as there are threads came before most of their requests', () => {
    assert.equal(outcome([4, 5, 8, 0, 4], 40), 'succeeded');
    assert.equal(outcome([0, 0, 1, 9, 2], 20), 'blocked');
  });

  it('has held users up each time, on a machine that holds visitors up now and then', () => {
    const users = [5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 6, 5, 5];
    const visitors = [6, 3, 0, 7, 0, 0, 5, 0, 5, 0, 0, 7, 3, 4, 7];
    assert.equal(outcome(users, 138, visitors), 'succeeded');
    assert.equal(outcome(users.with(0, 0), 138, visitors), 'succeeded');
    assert.equal(outcome(users.with(0, 0).with(1, 3), 138, visitors), 'inconclusive');
    assert.equal(outcome(users, 138, visitors.with(1, 4)), 'inconclusive');
  });

  it('decides nothing where those wait as long who need no thread', () => {
    assert.equal(outcome([4, 5, 8, 0, 4], 40, [3, 4, 3]), 'inconclusive');
    assert.equal(outcome([0, 0, 1, 9, 2], 20, [3, 4, 3]), 'blocked');
  });

  it('decides nothing between the two, and where no flood came about', () => {
    assert.equal(outcome([3, 3, 3], 20), 'inconclusive');
    assert.equal(outcome([0, 0, 0], 7), 'inconclusive');
  });
});
