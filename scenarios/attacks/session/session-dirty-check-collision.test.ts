import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { crc32 } from 'node:zlib';
import type { Traits } from '../../../servers/scheme.ts';
import { Settings } from '../../../servers/settings.ts';
import attack, { collision } from './session-dirty-check-collision.ts';

const target = { settings: Settings.parse({ loginFailures: 5, loginWindowMs: 3_000 }), traits: {} as Traits };
const judge = (compared: number) => attack.judge({ tried: 40, compared, ms: 300, keptCookie: false }, target);

describe('session-dirty-check-collision', () => {
  it('finds texts that hide a counter, whatever stands around it', () => {
    const { before, after } = collision('1,"agent":"', '2,"agent":"');
    const json = (failures: number, agent: string) =>
      `{"startedAt":1790000000123,"failures":${failures},"agent":"${agent}"}`;
    assert.equal(before.length, after.length);
    assert.equal(crc32(json(1, before)), crc32(json(2, after)));
    assert.notEqual(crc32(json(1, before)), crc32(json(2, before)));
  });

  it('calls a counter that counted on a block, within the border of a window', () => {
    assert.deepEqual([judge(5).outcome, judge(10).outcome, judge(11).outcome], ['blocked', 'blocked', 'succeeded']);
  });

  it('gives no verdict when no password was compared', () => {
    assert.equal(judge(0).outcome, 'inconclusive');
  });
});
