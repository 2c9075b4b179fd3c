import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Traits } from '../../../servers/scheme.ts';
import { Settings } from '../../../servers/settings.ts';
import attack from './refresh-lost-response.ts';

const kept = { lost: 1, retried: true, goesOn: true, withinMs: 40 };
const target = { settings: Settings.parse({ graceMs: 10_000 }), traits: {} as Traits };
const judge = (...losses: Partial<typeof kept>[]) =>
  attack.judge({ losses: losses.map((loss) => ({ ...kept, ...loss })) }, target);

describe('the judge of refresh-lost-response', () => {
  it('calls it blocked when everybody could go on', () => {
    const { outcome, tries, successes } = judge({}, { lost: 2 });
    assert.deepEqual([outcome, tries, successes], ['blocked', 2, 0]);
  });

  it('calls a refused second try, and one that leads nowhere, a false alarm', () => {
    assert.equal(judge({}, { retried: false, goesOn: false }).successes, 1);
    assert.equal(judge({}, { goesOn: false }).outcome, 'succeeded');
  });

  it('gives no verdict when the retry came so late that the grace window may have been over', () => {
    assert.equal(judge({}, { retried: false, goesOn: false, withinMs: 10_000 }).outcome, 'inconclusive');
    assert.equal(judge({}, { withinMs: 10_000 }).outcome, 'blocked');
  });
});
