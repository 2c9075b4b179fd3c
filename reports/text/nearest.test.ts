import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { nearest } from './nearest.ts';

describe('the names nearest to a typed one', () => {
  it('are those of a letter left out, put in, changed or swapped', () => {
    const names = ['cpu.total', 'cpu.store', 'p99', 'replay-after-logout', 'smoke', 'quick', 'standard', 'full'];
    assert.deepEqual(nearest('cpu.totl', names), ['cpu.total']);
    assert.deepEqual(nearest('replay-after-logut', names), ['replay-after-logout']);
    assert.deepEqual(nearest('replay-after-logoout', names), ['replay-after-logout']);
    assert.deepEqual(nearest('quik', names), ['quick']);
    assert.deepEqual(nearest('qiuck', names), ['quick']);
    assert.deepEqual(nearest('Standart', names), ['standard']);
  });

  it('are else those that it is a part of, then those with most words in common', () => {
    const names = ['after-logout', 'refresh-reuse-race', 'reuse-of-refresh', 'refresh-reuse'];
    assert.deepEqual(nearest('refresh-ruse', names), ['refresh-reuse']);
    assert.deepEqual(nearest('refresh-by-others', names), ['refresh-reuse', 'reuse-of-refresh', 'refresh-reuse-race']);
    assert.deepEqual(nearest('ASVS 7.9', ['ASVS 3.3.1', 'ASVS 7.4.1']), ['ASVS 7.4.1', 'ASVS 3.3.1']);
    assert.deepEqual(nearest('logout', names), ['after-logout']);
    assert.deepEqual(nearest('token-in-an-old-log', names), []);
    assert.deepEqual(nearest('20261123', ['20261124T1305-a', '20250101T1000-b']), ['20261124T1305-a']);
  });

  it('are at most five, and none where nothing is like it', () => {
    assert.deepEqual(nearest('jwt-a', ['jwt-b', 'jwt-c', 'jwt-d', 'jwt-e', 'jwt-f', 'jwt-g']), [
      'jwt-b',
      'jwt-c',
      'jwt-d',
      'jwt-e',
      'jwt-f',
    ]);
    assert.deepEqual(nearest('other', ['smoke', 'quick', 'full', 'p99']), []);
    assert.deepEqual(nearest('E1', ['E2', 'p99']), []);
  });
});
