import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { VirtualUser } from '../../scenarios/kinds/load.ts';
import { openAccounts } from '../../servers/accounts/accounts-file.ts';
import { seedAccounts, userName } from '../../servers/accounts/seed.ts';
import jwt from '../../servers/schemes/jwt.ts';
import { serveScheme } from '../../servers/served-scheme.fixture.ts';
import type { Generator } from '../generator/generator.ts';
import type { ClosedJob, OpenJob, Part } from '../generator/job.ts';
import { findProgram } from '../store/find-program.ts';
import { launchRedis } from '../store/launch.ts';
import type { StoreServer } from '../store/provider.ts';
import { type Control, openControl } from './control.ts';
import { openControlClock } from './control-clock.ts';
import { openRoster, type Roster } from './roster.ts';
import { spreadGenerator } from './spread-generator.ts';

/** A real Redis, agents in processes of their own, and a server that they load. */
export interface Field extends AsyncDisposable {
  readonly redis: StoreServer;
  readonly said: readonly string[];
  readonly parts: readonly Part[];
  agent(name: string, options?: object): Promise<ChildProcess>;
  bench(
    expect: number,
  ): Promise<{ readonly roster: Roster; readonly control: Control; readonly generator: Generator } & AsyncDisposable>;
  job(generator: Generator, change?: Partial<OpenJob>): Promise<OpenJob>;
  closedJob(generator: Generator): Promise<ClosedJob>;
}

/** The Redis that is here; undefined where there is none. */
export const redisHere = await findProgram(['redis-server', 'valkey-server']);

export async function openField(program = redisHere ?? ''): Promise<Field> {
  const { signal } = new AbortController();
  const folder = await mkdtemp(join(tmpdir(), 'authbench-agents-'));
  await seedAccounts(join(folder, 'accounts.jsonl'), { users, seed, passwordCost: 4 });
  const accounts = openAccounts(join(folder, 'accounts.jsonl'));
  const served = await serveScheme(jwt, { accounts });
  const redis = await launchRedis(program, { signal });
  const agents: ChildProcess[] = [];
  const said: string[] = [];
  const parts: Part[] = [];
  let runs = 0;

  const virtualUsers = async (generator: Generator): Promise<VirtualUser[]> => {
    const hold = await generator.holder?.();
    const { traits } = jwt;
    return Array.from({ length: users }, (_, index) => {
      const id = userName(index + 1);
      const user = { id, username: id, password: '' };
      return {
        user,
        credential: {},
        turn: 0,
        ...(hold && { held: hold({ scheme: 'jwt', traits, lifetimes: { access: 300_000 } }) }),
      };
    });
  };
  const common = async (generator: Generator) => ({
    scenario: 'authenticated-read',
    protocol: jwt.protocol,
    authority: 'app.test',
    origins: [served.origin],
    users: await virtualUsers(generator),
    connections: 6,
    warmUpMs: 60,
    durationMs: 500,
    timeoutMs: 3_000,
  });

  return {
    redis,
    said,
    parts,
    async agent(name, options = {}) {
      const given = JSON.stringify({ control: redis.url, name, ...options });
      const child = fork(new URL('./agent-main.fixture.js', import.meta.url), [given], {
        detached: true,
        stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      });
      agents.push(child);
      child.on('message', (text) => said.push(`${name}: ${text}`));
      await Promise.race([once(child, 'message'), once(child, 'exit')]);
      return child;
    },
    async bench(expect) {
      const control = await openControl(redis.url);
      const clock = await openControlClock(control);
      const run = `run-${++runs}`;
      const roster = await openRoster(control, { run, expect, say: (text) => said.push(text), signal });
      const generator = spreadGenerator({ control, clock, roster, run, seed, onPart: (part) => parts.push(part) });
      return {
        ...{ roster, control, generator },
        async [Symbol.asyncDispose]() {
          await roster[Symbol.asyncDispose]();
          control[Symbol.dispose]();
        },
      };
    },
    job: async (generator, change = {}) => ({
      ...{
        ...(await common(generator)),
        executor: 'open',
        rate: 200,
        routing: 'round-robin',
        queueLimit: 400,
        seed: 1,
      },
      ...change,
    }),
    closedJob: async (generator) => ({ ...(await common(generator)), executor: 'closed' }),
    async [Symbol.asyncDispose]() {
      for (const child of agents) {
        if (child.exitCode !== null || child.signalCode !== null) continue;
        const exited = once(child, 'exit');
        // the group, with its generator, also where it is frozen
        process.kill(-(child.pid as number), 'SIGKILL');
        await exited;
      }
      await redis[Symbol.asyncDispose]();
      await served[Symbol.asyncDispose]();
      accounts[Symbol.dispose]();
      await rm(folder, { recursive: true });
    },
  };
}

const users = 12;
const seed = '7';
