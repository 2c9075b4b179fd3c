import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Traits } from '../../../servers/scheme.ts';
import { Settings } from '../../../servers/settings.ts';
import attack from './refresh-benign-race.ts';

const quiet = { tabs: 2, refused: 0, goesOn: true, withinMs: 40 };
const target = { settings: Settings.parse({ graceMs: 10_000 }), traits: {} as Traits };
const judge = (...races: Partial<typeof quiet>[]) =>
  attack.judge({ races: races.map((race) => ({ ...quiet, ...race })) }, target);

describe('the judge of refresh-benign-race', () => {
  it('calls it blocked when nobody was logged out, with the bound that this many races give', () => {
    const { outcome, because } = judge(...Array.from({ length: 30 }, () => ({})));
    assert.equal(outcome, 'blocked');
    assert.match(because, /^0 of 30 races .* at most 100 per 1,000\)$/);
  });

  it('calls a refused tab, and a client that cannot go on, a false alarm', () => {
    const { outcome, successes, because } = judge({}, {}, { refused: 1 }, { goesOn: false });
    assert.deepEqual([outcome, successes], ['succeeded', 2]);
    assert.match(because, /500 per 1,000/);
  });

  it('gives no verdict when a race lasted until the grace window may have been over', () => {
    assert.equal(judge({}, { refused: 1, withinMs: 10_000 }).outcome, 'inconclusive');
  });
});
