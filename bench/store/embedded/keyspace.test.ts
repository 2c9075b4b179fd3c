import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createKeyspace } from './keyspace.ts';

function withClock() {
  const clock = { ms: 1_000 };
  return { clock, keys: createKeyspace(() => clock.ms) };
}

describe('the keyspace', () => {
  it('lets a key live until its time and not a millisecond longer', () => {
    const { clock, keys } = withClock();
    keys.put('k', 'v', 1_050);
    clock.ms = 1_049;
    assert.equal(keys.get('k'), 'v');
    clock.ms = 1_050;
    assert.equal(keys.get('k'), undefined);
    assert.equal(keys.expiresAt('k'), undefined);
    assert.equal(keys.delete('k'), false);
  });

  it('gives back the memory of an expired key when it is touched', () => {
    const { clock, keys } = withClock();
    keys.put('k', 'v', 1_050);
    clock.ms = 2_000;
    assert.equal(keys.size(), 1);
    keys.get('k');
    assert.equal(keys.size(), 0);
  });

  it('deletes at once what is told to end in the past', () => {
    const { keys } = withClock();
    keys.put('k', 'v', Infinity);
    keys.expireAt('k', 1_000);
    assert.equal(keys.size(), 0);
  });

  it('sweeps expired keys that nobody touches, in steps that go round', () => {
    const { clock, keys } = withClock();
    for (let i = 0; i < 10; i++) keys.put(`k${i}`, 'v', i % 2 === 0 ? 1_500 : Infinity);
    clock.ms = 2_000;
    keys.sweep(5);
    assert.equal(keys.size(), 7);
    keys.sweep(5);
    assert.equal(keys.size(), 5);
    keys.sweep(5);
    keys.put('late', 'v', 2_001);
    clock.ms = 3_000;
    keys.sweep(20);
    keys.sweep(20);
    assert.equal(keys.size(), 5);
  });
});
