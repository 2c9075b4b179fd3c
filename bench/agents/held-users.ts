import type { LoadScenario, VirtualUser } from '../../scenarios/kinds/load.ts';
import type { StageTarget } from '../../scenarios/stage.ts';
import { passwordOf } from '../../servers/accounts/seed.ts';
import { Settings } from '../../servers/settings.ts';
import { createRouter } from '../cluster/routing.ts';
import { signerOf } from '../driver/signer-of.ts';
import { createTranscript } from '../driver/transcript.ts';
import { openTransport } from '../driver/transport.ts';
import { signInAll } from '../load/load-jobs.ts';
import { stillSignedIn } from '../load/still-signed-in.ts';
import { createRandom } from '../machine/random.ts';
import { unbounded } from '../targets/own/unbounded.ts';
import { createStage } from '../targets/stage.ts';
import type { LoadTask, NamedUser } from './task.ts';

/** Users that this agent has signed in itself, with what they hold: it never leaves this process and its generator. */
export interface HeldUsers {
  /** Signs in those that are not, and renews what would end before the job is done. */
  prepare(task: LoadTask, signal: AbortSignal): Promise<void>;
  /** @throws of one who was never signed in */
  of(users: readonly NamedUser[]): VirtualUser[];
  /** As a job has left them. */
  keep(named: readonly NamedUser[], left: readonly VirtualUser[]): void;
  clear(): void;
}

export function createHeldUsers(): HeldUsers {
  const held = new Map<string, VirtualUser>();
  return {
    async prepare(task, signal) {
      const { job, users } = task;
      const module: { readonly default: LoadScenario } = await import(`../../scenarios/load/${job.scenario}.js`);
      await using transport = openTransport();
      const stage = await stageFor(task, transport, signal);
      const fresh = users
        .filter(({ as }) => !held.has(as))
        .map((named) => ({ named, virtual: asUser(named, task.seed) }));
      // its owner has said how much it may do at once, and sign-ins are no exception
      const most = job.connections;
      await signInAll(
        module.default,
        stage,
        fresh.map(({ virtual }) => virtual),
        most,
      );
      for (const { named, virtual } of fresh) held.set(named.as, virtual);
      const blockMs = job.warmUpMs + job.durationMs;
      const kept = await stillSignedIn(module.default, stage, this.of(users), blockMs, { most });
      this.keep(users, kept);
      for (const as of [...held.keys()].slice(0, Math.max(0, held.size - mostHeld))) held.delete(as);
    },
    of(users) {
      return users.map(({ as, username, turn }) => {
        const virtual = held.get(as);
        if (!virtual) throw new Error(`${username} is not signed in here`);
        return { ...virtual, turn };
      });
    },
    keep(named, left) {
      for (const [place, { as }] of named.entries()) {
        const virtual = left[place];
        if (virtual) held.set(as, virtual);
      }
    },
    clear: () => held.clear(),
  };
}

/** Of launches that are long gone. */
const mostHeld = 20_000;

function asUser({ username, turn }: NamedUser, seed: string): VirtualUser {
  return { user: { id: username, username, password: passwordOf(seed, username) }, credential: {}, turn };
}

/** The hands that sign in, on the instances of the job in turn. */
async function stageFor(
  { job, target, users, seed }: LoadTask,
  transport: ReturnType<typeof openTransport>,
  signal: AbortSignal,
) {
  const { origins, protocol, authority, publicOrigin } = job;
  const accounts = users.map((named) => asUser(named, seed).user);
  const [first = { id: '', username: '', password: '' }] = accounts;
  const known: StageTarget = {
    ...{ ...target, protocol, settings: Settings.parse({}), instances: origins.length },
    ...{ declared: {}, configured: target.lifetimes, ceilings: unbounded },
  };
  return createStage({
    ...{ target: known, cluster: { origins }, transport, transcript: createTranscript(), hooks: {} },
    router: createRouter(
      'round-robin',
      () => true,
      () => origins.length,
    ),
    ...{ users: accounts, usersReturn: true, admin: first, random: createRandom(1), effort: 'quick', signal },
    ...{ signer: await signerOf(protocol), host: authority },
    ...(publicOrigin !== undefined && { publicOrigin }),
  });
}
