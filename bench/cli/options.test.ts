import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readCatalogue } from '../plan/catalogue.ts';
import { createPlan } from '../plan/plan.ts';
import { profiles } from '../plan/profiles.ts';
import { TargetDescription } from '../targets/external/description.ts';
import type { ExternalTarget } from '../targets/external/external-target.ts';
import { readTarget } from '../targets/external/external-target.ts';
import { tokenTarget } from '../targets/external/small-servers.fixture.ts';
import { readOptions } from './options.ts';

const all = await readCatalogue();
const flags = {
  ...{ profile: 'quick', formats: 'all', store: 'auto', cluster: 'processes', balancer: 'none', ui: 'silent' },
  ...{ failOn: 'none', confirm: '0' },
};
const target = readTarget(TargetDescription.parse(tokenTarget('http://127.0.0.1:1')), {}) as unknown as ExternalTarget;

function planned(asked: object) {
  const options = readOptions({ ...flags, ...asked } as never, all, undefined, [target]);
  const schemes = all.schemes.filter(({ id }) => options.schemes.includes(id));
  return createPlan({ ...all, schemes, targets: [target] }, options.profile, options);
}

describe('who names a target', () => {
  it('asks about it alone: nothing runs that says nothing of it', () => {
    const { attacks, scaling, faults, lifecycle, micro, sensitivity } = planned({});
    assert.deepEqual([...new Set(attacks.map(({ scheme }) => scheme.id))], ['small']);
    assert.deepEqual([scaling, faults, lifecycle, micro, sensitivity.flat()], [[], [], [], [], []]);
  });

  it('asks about schemes too where they are named beside it', () => {
    const { attacks, micro } = planned({ schemes: 'session' });
    assert.deepEqual(new Set(attacks.map(({ scheme }) => scheme.id)), new Set(['session', 'small']));
    assert.ok(micro.length > 0);
  });
});

describe('the time of a run', () => {
  const maxMs = (asked: object) => readOptions({ ...flags, ...asked } as never, all).profile.maxMs;

  it('is what the profile says, and longer where attacks on more schemes take longer', () => {
    assert.equal(maxMs({}), profiles.quick.maxMs);
    assert.equal(maxMs({ suite: 'security' }), profiles.quick.maxMs);
    const everywhere = maxMs({ suite: 'security', schemes: 'all' });
    assert.ok(everywhere > 2 * profiles.quick.maxMs, `${everywhere}`);
    assert.equal(maxMs({ suite: 'load', schemes: 'all' }), profiles.quick.maxMs);
  });

  it('has what rounds of load had beside fewer schemes', () => {
    const { standard, full } = profiles;
    const attacked = maxMs({ profile: 'standard', suite: 'security,load', schemes: 'all' });
    const whole = maxMs({ profile: 'standard', schemes: 'all' });
    assert.ok(standard.maxMs + 300_000 < attacked && attacked + 60_000 < whole, `${attacked}, ${whole}`);
    assert.deepEqual(
      [maxMs({ profile: 'full' }), maxMs({ profile: 'full', schemes: 'jwt' })],
      [full.maxMs, full.maxMs],
    );
  });
});
