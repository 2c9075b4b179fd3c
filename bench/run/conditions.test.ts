import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Everything } from '../plan/catalogue.ts';
import type { Plan } from '../plan/plan.ts';
import { benchSettings } from '../targets/own/bench-settings.ts';
import { conditions } from './conditions.ts';
import type { RunOptions } from './options.ts';

describe('what is unlike production in a run', () => {
  it('is the work of a password hash, by how much, and that other requests wait for it as well', () => {
    const [passwords = ''] = conditions(
      { attacks: [] } as Partial<Plan> as Plan,
      {} as RunOptions,
      {} as Everything,
      [],
    );
    const times = 2 ** 17 / 2 ** benchSettings.passwordCost;
    assert.match(passwords, new RegExp(`OWASP asks for 2\\^17, ${times} times the work`));
    assert.match(passwords, /How long other requests wait meanwhile is measured at 2\^17/);
    assert.doesNotMatch(passwords, /at login only/);
  });
});
