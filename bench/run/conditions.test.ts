import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Everything } from '../plan/catalogue.ts';
import type { Plan } from '../plan/plan.ts';
import { benchSettings } from '../targets/own/bench-settings.ts';
import { conditions, ofAgents } from './conditions.ts';
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

describe('what agents do in a run', () => {
  const none = { makeLoad: false, runServers: false, runCells: false };
  const alone =
    'What one instance takes (demand and scale-out curve) was asked by this machine of servers of its own, with a few requests at once.';
  const unreachable = /^The bare route and schemes built otherwise were not measured/;

  it('is nothing, where they only run scenarios but that', () => {
    assert.deepEqual(ofAgents(none, undefined), []);
    assert.equal(ofAgents({ ...none, runCells: true }, { control: '', reach: '10.0.0.5' }).length, 1);
  });

  it('is load, servers, or both', () => {
    const first = (what: object, reach?: string) =>
      ofAgents({ ...none, ...what }, { control: '', ...(reach !== undefined && { reach }) });
    assert.deepEqual(first({ makeLoad: true }), [
      `Load came from agents: they make it, and this machine ran servers and store. ${alone}`,
    ]);
    const [servers, weakened = ''] = first({ runServers: true });
    assert.equal(
      servers,
      `Servers under load ran on agents, each scheme on the same ones; this machine made the load. ${alone}`,
    );
    assert.match(weakened, unreachable);
    const [both] = first({ makeLoad: true, runServers: true });
    assert.equal(both, `Load came from agents: they make it, and others of them ran the servers. ${alone}`);
    const [, far = ''] = first({ makeLoad: true }, '10.0.0.5');
    assert.match(far, unreachable);
  });
});
