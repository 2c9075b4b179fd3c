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
const live = { target, cluster: { origins: [] } } as unknown as LiveTarget;

/** What a generator is asked when a server is warmed up for a scenario that is like this one. */
async function warmedUp(scenario: Pick<LoadScenario, 'perUser'>, leastAnswered?: number) {
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
  const extent = { ...profiles.quick.load, warmUp: { ...profiles.quick.load.warmUp, burstsMs: 1_200 } };
  const parts = { scenario: whole, stage, live, extent, generator, ...(leastAnswered && { leastAnswered }) };
  const users = await warmUpJit(parts, cold);
  return { jobs, tokens: users.map(({ credential }) => credential.token) };
}

describe('the warm-up of a server', () => {
  it('cuts its connections six times, as often as its code needs to be compiled for that', async () => {
    const { jobs } = await warmedUp({ perUser: 2 });
    assert.deepEqual(
      jobs.map((job) => [job.executor, job.warmUpMs, job.durationMs]),
      Array(6).fill(['closed', 0, 200]),
    );
  });

  it('goes on until as many requests are answered as were asked for, and not for ever', async () => {
    assert.equal((await warmedUp({ perUser: 2 }, 321)).jobs.length, 9);
    assert.equal((await warmedUp({ perUser: 2 }, 1e9)).jobs.length, 120);
  });

  it('goes on with the users that the last burst left', async () => {
    assert.deepEqual((await warmedUp({ perUser: 2 })).tokens, ["0''''''"]);
  });

  it('signs users in anew after each burst, where a lost answer would have taken their credential', async () => {
    assert.deepEqual((await warmedUp({ perUser: 1 })).tokens, ['6']);
  });
});
