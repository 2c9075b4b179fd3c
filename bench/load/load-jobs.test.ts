import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Unanswered } from '../../scenarios/kit/evidence/unanswered.ts';
import authenticatedRead from '../../scenarios/load/authenticated-read.ts';
import loginStorm from '../../scenarios/load/login-storm.ts';
import mixedDay from '../../scenarios/load/mixed-day.ts';
import renewalWave from '../../scenarios/load/renewal-wave.ts';
import type { Stage } from '../../scenarios/stage.ts';
import session from '../../servers/schemes/session.ts';
import { createArrivals } from '../generator/arrivals.ts';
import { profiles } from '../plan/profiles.ts';
import type { LiveTarget } from '../targets/live-target.ts';
import { unbounded } from '../targets/own/unbounded.ts';
import { atTheStart, openJob, signInAll, sliceMsAt, slicesAt, virtualUsers } from './load-jobs.ts';

describe('a slice of load', () => {
  const extent = { ...profiles.quick.load, sliceMs: 250 };

  it('is as long as the profile says, and longer where few requests come', () => {
    assert.deepEqual(
      [1_000, 100, 50, 20, 1].map((perSecond) => sliceMsAt(perSecond, extent)),
      [250, 250, 500, 1_250, 2_000],
    );
  });

  it('is one of fewer where it is longer, so that a round takes its time, and of an even number', () => {
    const of = (sliceMs: number, slices: number) =>
      [1_000, 100, 50, 1].map((perSecond) => slicesAt(perSecond, { ...extent, sliceMs, slices }));
    assert.deepEqual(of(100, 10), [10, 4, 4, 4]);
    assert.deepEqual(of(150, 16), [16, 10, 4, 4]);
    assert.deepEqual(of(200, 2), [2, 2, 2, 2]);
  });
});

describe('those who will be under load', () => {
  it('sign in before it, a few at a time, each with a credential of its own', async () => {
    const { traits, protocol } = session;
    let [now, most] = [0, 0];
    const stage = {
      target: { traits, protocol, settings: {} },
      user: (index: number) => ({ id: `${index}`, username: `user-${index}`, password: '' }),
      async signIn({ id }: { readonly id: string }) {
        now += 1;
        most = Math.max(most, now);
        await new Promise(setImmediate);
        now -= 1;
        return { session: { role: 'session', values: { id } } };
      },
    } as unknown as Stage;
    const before = Date.now();
    const users = await virtualUsers(authenticatedRead, stage, 200);
    assert.equal(most, 8);
    most = 0;
    await signInAll(authenticatedRead, stage, users, 3);
    assert.equal(most, 3);
    // what they hold lives from then on, whatever load comes before the first slice
    assert.ok(users.every(({ sinceMs = 0 }) => sinceMs >= before && sinceMs <= Date.now()));
    assert.deepEqual(
      users.map(({ user, credential }) => [user.id, credential.session?.values.id]),
      Array.from({ length: 200 }, (_, i) => [`${i}`, `${i}`]),
    );
  });

  it('sign in again where a busy server had no answer, and not where it refused', async () => {
    const { traits, protocol } = session;
    const asked = new Map<string, number>();
    const on = (lost: number, error: Error) =>
      ({
        target: { traits, protocol, settings: {} },
        user: (index: number) => ({ id: `${index}`, username: `user-${index}`, password: '' }),
        async signIn({ id }: { readonly id: string }) {
          asked.set(id, (asked.get(id) ?? 0) + 1);
          if (asked.get(id) === lost) throw error;
          return {};
        },
      }) as unknown as Stage;
    await virtualUsers(authenticatedRead, on(1, new Unanswered('POST /login', { status: 503 })), 2);
    assert.deepEqual(Object.fromEntries(asked), { 0: 2, 1: 2 });
    const refused = virtualUsers(authenticatedRead, on(3, new Error('login of user-1 answered 401')), 1);
    await assert.rejects(refused, { message: 'login of user-1 answered 401' });
    assert.deepEqual(asked.get('0'), 3);
  });
});

describe('the slices of every profile', () => {
  it('are even in number, for the way there and back', () => {
    for (const { id, load, sensitivity } of Object.values(profiles))
      assert.deepEqual([load.slices % 2, sensitivity.slices % 2], [0, 0], id);
  });
});

describe('what comes in time', () => {
  const { traits, protocol } = session;
  const live = {
    cluster: { origins: [] },
    target: { traits, protocol, settings: {}, ceilings: unbounded },
  } as unknown as LiveTarget;
  const rateOf = (scenario: Parameters<typeof openJob>[0]) =>
    openJob(scenario, live, [], profiles.quick.load, 400).rate;

  it('is a storm that rises to seven times what it began with, in as many requests as come evenly elsewhere', () => {
    assert.deepEqual([rateOf(loginStorm), rateOf(authenticatedRead)], [{ from: 100, to: 700 }, 400]);
    assert.equal(createArrivals(rateOf(loginStorm), 250).count, 100);
  });

  it('is a wave that begins with the block, whatever its users did in the warm-up', () => {
    const users = [7, 8].map((turn) => ({ user: { id: '', username: '', password: '' }, credential: {}, turn }));
    const turns = (scenario: Parameters<typeof atTheStart>[0]) => atTheStart(scenario, users).map(({ turn }) => turn);
    assert.deepEqual(
      [turns(renewalWave), turns(mixedDay)],
      [
        [0, 0],
        [7, 8],
      ],
    );
  });
});
