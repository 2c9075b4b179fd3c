import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { judgeSoak } from './soak.ts';

const probes = { answered: 10, accepted: 0 };
const fault = { id: 'store-frozen', from: 1_000, to: 2_000 };
const failedAt = (at: number) =>
  ({ sentAt: at, endedAt: at + 1, step: 'me', outcome: 'failed', answer: '503' }) as const;
const memory = (bytes: readonly number[]) => bytes.map((mib, i) => ({ pid: 1, at: i, rssBytes: mib * 2 ** 20 }));
const flat = memory([80, 90, 100, 100, 101, 102]);

describe('the judge of a soak', () => {
  it('explains what failed by a fault, and by nothing else', () => {
    assert.equal(judgeSoak([failedAt(1_500), failedAt(6_900)], probes, [fault], flat).passed, true);
    assert.equal(judgeSoak([failedAt(7_100)], probes, [fault], flat).passed, false);
    assert.equal(judgeSoak([failedAt(900)], probes, [fault], flat).passed, false);
  });

  it('fails for one probe that was accepted, and where none was sent', () => {
    assert.equal(judgeSoak([], { answered: 10, accepted: 1 }, [], flat).passed, false);
    assert.equal(judgeSoak([], { answered: 0, accepted: 0 }, [], flat).passed, false);
  });

  it('fails where memory grows beyond a tenth, or was not seen', () => {
    assert.equal(judgeSoak([], probes, [], memory([80, 90, 100, 100, 120, 130])).passed, false);
    assert.equal(judgeSoak([], probes, [], []).passed, false);
  });
});
