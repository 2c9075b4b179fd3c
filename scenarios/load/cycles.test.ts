import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Traits } from '../../servers/scheme.ts';
import mixedDay from './mixed-day.ts';
import renewalWave from './renewal-wave.ts';

const traits = (renewal: Traits['renewal']) => ({ renewal }) as Traits;

function counts(renewal: Traits['renewal'], minutes: number): Record<string, number> {
  const steps = mixedDay.cycle.steps(traits(renewal), { accessMs: minutes * 60_000 });
  const found: Record<string, number> = {};
  for (const step of steps) found[step] = (found[step] ?? 0) + 1;
  return found;
}

describe('a mixed day', () => {
  it('renews as often as the lifetime of access asks for: by refresh, by a new login, or by nothing', () => {
    assert.deepEqual(counts('rotation', 5), { login: 1, me: 864, refresh: 96, logout: 1 });
    assert.deepEqual(counts('none', 15), { login: 33, me: 928, logout: 1 });
    assert.deepEqual(counts('sliding', 15), { login: 1, me: 960, logout: 1 });
  });
});

describe('a wave of renewals', () => {
  it('has every user begin with what the scheme needs when access ends', () => {
    const first = (renewal: Traits['renewal']) => renewalWave.cycle.steps(traits(renewal))[0];
    assert.deepEqual([first('rotation'), first('none'), first('sliding')], ['refresh', 'login', 'me']);
  });
});
