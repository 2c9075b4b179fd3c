import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { compression, shortenedNote, unshortened } from './shortened.ts';

const refresh = { id: 'jwt-refresh', defaults: { accessMs: 300_000 } };
const session = { id: 'session' };

describe('a shortened lifetime', () => {
  it('is told by its factor against what the scheme has by itself', () => {
    assert.equal(compression('accessMs', refresh, { accessMs: 2_000 }), 150);
    assert.equal(compression('accessMs', session, { accessMs: 2_000 }), 450);
    assert.equal(compression('idleMs', session, { accessMs: 2_000 }), 1);
  });

  it('gives a window the length that production would have, where an expiry bounds it', () => {
    const window = { event: 'logout', artefact: 'access-token', measuredMs: 2_400, declaredMs: 3_000 } as const;
    const { compression: factor, referenceMs } = unshortened(window, refresh, { accessMs: 2_000 });
    assert.deepEqual([factor, referenceMs], [150, 301_000]);
    const ended = unshortened({ ...window, artefact: 'refresh-token', measuredMs: 0, declaredMs: 0 }, refresh);
    assert.deepEqual([ended.compression, ended.referenceMs], [1, 0]);
  });

  it('is put into one sentence for all attacks, and none where nothing is shortened', () => {
    const note = shortenedNote([{ accessMs: 2_000 }, { accessMs: 5_000 }, {}], [refresh]);
    assert.match(note ?? '', /: access tokens 60 to 150 times \(jwt-refresh\)\./);
    assert.equal(shortenedNote([{ graceMs: 10_000 }], [refresh]), undefined);
  });
});
