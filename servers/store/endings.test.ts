import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createEndings } from './endings.ts';

describe('endings', () => {
  it('are kept for a minute, from the last time each was said', () => {
    let now = 0;
    const endings = createEndings(() => now);
    endings.note(['a', 'b']);
    now = 30_000;
    endings.note(['a']);
    now = 60_001;
    assert.deepEqual(endings.recent(), ['a']);
    now = 90_001;
    assert.deepEqual(endings.recent(), []);
  });

  it('are marks too, with what is left of their lives, until they are deleted', () => {
    let now = 0;
    const endings = createEndings(() => now);
    endings.noteMark({ key: 'a', value: 'x', ttlMs: 50_000 });
    endings.noteMark({ key: 'b', value: 'y', ttlMs: 10_000 });
    endings.noteMark({ key: 'c', value: 'z', ttlMs: 50_000 });
    now = 20_000;
    endings.note(['c']);
    assert.deepEqual(endings.recentMarks(), [{ key: 'a', value: 'x', ttlMs: 30_000 }]);
    assert.deepEqual(endings.recent(), ['c']);
  });

  it('are members of sets too, with what is left of their lives, until they are taken out', () => {
    let now = 0;
    const endings = createEndings(() => now);
    endings.noteMember({ set: 's', member: 'a', ttlMs: 50_000 });
    endings.noteMember({ set: 's', member: 'b', ttlMs: 50_000 });
    endings.noteMember({ set: 's', member: 'c', ttlMs: 10_000 });
    endings.forgetMembers('s', ['b']);
    now = 20_000;
    assert.deepEqual(endings.recentMembers(), [{ set: 's', member: 'a', ttlMs: 30_000 }]);
    assert.deepEqual([endings.recent(), endings.recentMarks()], [[], []]);
  });

  it('are at most ten thousand: the oldest go first', () => {
    const endings = createEndings(() => 0);
    endings.note(Array.from({ length: 10_002 }, (_, i) => `key-${i}`));
    const recent = endings.recent();
    assert.equal(recent.length, 10_000);
    assert.equal(recent[0], 'key-2');
  });
});
