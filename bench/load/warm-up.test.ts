import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { LoadScenario } from '../../scenarios/kinds/load.ts';
import type { Stage, StageTarget } from '../../scenarios/stage.ts';
import type { Generator } from '../generator/generator.ts';
import type { LoadJob } from '../generator/job.ts';
import { profiles } from '../plan/profiles.ts';
import type { LiveTarget } from '../targets/live-target.ts';
import { unbounded } from '../targets/own/unbounded.ts';
import { warmUpJit } from './warm-up.ts';

const target = {
  protocol: { credentials: { token: { in: 'bearer' } } },
  traits: {},
  ceilings: unbounded,
} as unknown as StageTarget;

/** What a generator is asked when a server is warmed up for a scenario that is like this one. */
async function warmedUp(scenario: Pick<LoadScenario, 'perUser'>, requests = 0, origins = ['http://one']) {
  const jobs: LoadJob[] = [];
  const generator = {
    run: async (job: LoadJob) => {
      jobs.push(job);
      return {
        answered: 40,
        users: job.users.map((user) => ({ ...user, credential: { token: `${user.credential.token}'` } })),
      };
    },
  } as unknown as Generator;
  let signedIn = 0;
  const stage = {
    target,
    user: (index: number) => ({ name: `user-${index}` }),
    signIn: async () => ({ token: String(++signedIn) }),
  } as unknown as Stage;
  const cold = [{ user: { name: 'user-0' }, credential: { token: '0' }, turn: 0 }] as unknown as Parameters<
    typeof warmUpJit
  >[1];
  const whole = { signedIn: true, ...scenario } as LoadScenario;
  const live = { target, cluster: { origins } } as unknown as LiveTarget;
  const warmUp = { ...profiles.quick.load.warmUp, burstsMs: 1_200, requests, mostMs: 6_000 };
  const extent = { ...profiles.quick.load, warmUp };
  const { users, ms } = await warmUpJit({ scenario: whole, stage, live, extent, generator }, cold);
  return { jobs, ms, tokens: users.map(({ credential }) => credential.token) };
}

describe('the warm-up of a server', () => {
  it('cuts its connections six times, as often as its code needs to be compiled for that', async () => {
    const { jobs } = await warmedUp({ perUser: 2 });
    assert.deepEqual(
      jobs.map((job) => [job.executor, job.warmUpMs, job.durationMs]),
      Array(6).fill(['closed', 0, 200]),
    );
  });

  it('goes on until each server has answered as many requests as were asked for, or has had its time', async () => {
    const length = async (...how: [requests: number, origins?: string[]]) => {
      const { jobs, ms } = await warmedUp({ perUser: 2 }, ...how);
      return [jobs.length, ms];
    };
    assert.deepEqual(await length(321), [9, 1_800]);
    assert.deepEqual(await length(321, ['http://one', 'http://two']), [17, 3_400]);
    assert.deepEqual(await length(1e9), [30, 6_000]);
    assert.deepEqual(await length(1e9, ['http://one', 'http://two']), [60, 12_000]);
  });

  it('goes on with the users that the last burst left', async () => {
    assert.deepEqual((await warmedUp({ perUser: 2 })).tokens, ["0''''''"]);
  });

  it('signs users in anew after each burst, where a lost answer would have taken their credential', async () => {
    assert.deepEqual((await warmedUp({ perUser: 1 })).tokens, ['6']);
  });
});
