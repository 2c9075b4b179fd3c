import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Traits } from '../../../servers/scheme.ts';
import { Settings } from '../../../servers/settings.ts';
import attack from './password-change-guessing.ts';

const settings = Settings.parse({ loginFailures: 5, loginWindowMs: 3_000 });
const judge = (compared: number, ownerChanges = true) =>
  attack.judge({ compared, ms: 400, ownerChanges }, { settings, traits: {} as Traits }).outcome;

describe('the judge of password-change-guessing', () => {
  it('calls guesses without a limit a success, and forgives the border of a window', () => {
    assert.deepEqual([judge(5), judge(10), judge(11)], ['blocked', 'blocked', 'succeeded']);
  });

  it('gives no verdict where the owner is refused as well, or nothing was compared', () => {
    assert.deepEqual([judge(5, false), judge(0)], ['inconclusive', 'inconclusive']);
  });
});
