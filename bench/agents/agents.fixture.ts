import { type ChildProcess, fork } from 'node:child_process';
import { subscribe } from 'node:diagnostics_channel';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { VirtualUser } from '../../scenarios/kinds/load.ts';
import { openAccounts } from '../../servers/accounts/accounts-file.ts';
import { passwordOf, seedAccounts, userName } from '../../servers/accounts/seed.ts';
import jwt from '../../servers/schemes/jwt.ts';
import { serveScheme, testSettings } from '../../servers/served-scheme.fixture.ts';
import { noteFirstRequests } from '../cluster/first-requests.ts';
import type { Generator } from '../generator/generator.ts';
import type { ClosedJob, OpenJob } from '../generator/job.ts';
import { isRunning } from '../machine/child.ts';
import { findProgram } from '../store/find-program.ts';
import { launchRedis } from '../store/launch.ts';
import type { StoreServer } from '../store/provider.ts';
import { unbounded } from '../targets/own/unbounded.ts';
import { serveAgent } from './agent.ts';
import { type AgentCard, thisMachine } from './agent-card.ts';
import { type Control, openControl } from './control.ts';
import type { ControlClock } from './control-clock.ts';
import { controlKeys } from './control-keys.ts';
import { deliverTwice } from './deliver-twice.fixture.ts';
import { openParty } from './open-party.ts';
import type { Roster } from './roster.ts';

export interface Bench extends AsyncDisposable {
  readonly roster: Roster;
  readonly clock: ControlClock;
  readonly control: Control;
  readonly generator: Generator;
  /** As if it had been killed: it says nothing any more. */
  vanish(): Promise<void>;
}

/** A real Redis, agents in processes of their own, and a server that they load. */
export interface Field extends AsyncDisposable {
  readonly redis: StoreServer;
  /** By agents, after their names, and by benches. */
  readonly said: readonly string[];
  /** When the first request of each connection came to the server, by the port at its other end, since this was asked last. */
  firsts(): Map<number, number>;
  /** Passwords of all users, and the key that tokens are signed with. */
  secrets(): string[];
  /** Requests that came to the server. */
  served(): number;
  keys(): Promise<string[]>;
  /** Temporary ones of agents. */
  folders(): Promise<string[]>;
  ask<T>(question: (control: Control) => Promise<T>): Promise<T>;
  agent(name: string, options?: object): Promise<ChildProcess>;
  /** In this process. */
  agentHere(name: string): Promise<void>;
  /** To it and all that it started. */
  signal(agent: ChildProcess | undefined, signal: NodeJS.Signals): void;
  endAgents(signal?: NodeJS.Signals): Promise<void>;
  /** In the end: a test that waits in vain is ended by its runner. */
  ended(agents: readonly ChildProcess[]): Promise<void>;
  bench(expect: number, url?: string): Promise<Bench>;
  job(generator: Generator, change?: Partial<OpenJob>): Promise<OpenJob>;
  closedJob(generator: Generator): Promise<ClosedJob>;
  /** The next load task of an agent is put into its queue again. @returns waits until that has happened */
  deliverTwice(name: string): Promise<() => Promise<void>>;
  plantCard(card: Pick<AgentCard, 'name' | 'version'>): Promise<void>;
}

/** The Redis that is here; undefined where there is none. */
export const redisHere = await findProgram(['redis-server', 'valkey-server']);

let served = 0;

export async function openField(program = redisHere ?? ''): Promise<Field> {
  const { signal } = new AbortController();
  const folder = await mkdtemp(join(tmpdir(), 'authbench-agents-'));
  const temporary = join(folder, 'of-agents');
  await mkdir(temporary);
  await seedAccounts(join(folder, 'accounts.jsonl'), { users, seed, passwordCost: 4 });
  const accounts = openAccounts(join(folder, 'accounts.jsonl'));
  const scheme = await serveScheme(jwt, { accounts });
  subscribe('http.server.request.start', () => {
    served += 1;
  });
  const firsts = noteFirstRequests();
  const redis = await launchRedis(program, { signal });
  let agents: ChildProcess[] = [];
  const said: string[] = [];
  let runs = 0;

  const virtualUsers = async (generator: Generator): Promise<VirtualUser[]> => {
    const hold = await generator.shared?.holder();
    const target = { scheme: jwt.id, traits: jwt.traits, lifetimes: { access: 300_000 } };
    return Array.from({ length: users }, (_, index) => {
      const id = userName(index + 1);
      const user = { id, username: id, password: '' };
      return { user, credential: {}, turn: 0, ...(hold && { held: hold(target) }) };
    });
  };
  const common = async (generator: Generator) => ({
    scenario: 'authenticated-read',
    protocol: jwt.protocol,
    authority: 'app.test',
    origins: [scheme.origin],
    users: await virtualUsers(generator),
    connections: 6,
    warmUpMs: 60,
    durationMs: 500,
    timeoutMs: 3_000,
  });
  const ask = async <T>(question: (control: Control) => Promise<T>): Promise<T> => {
    using control = await openControl(redis.url);
    return await question(control);
  };
  const toGroup = (child: ChildProcess | undefined, which: NodeJS.Signals) => {
    if (child?.pid !== undefined && isRunning(child)) process.kill(-child.pid, which);
  };

  const field: Field = {
    redis,
    said,
    served: () => served,
    firsts: () => new Map(firsts.take()),
    secrets: () => [
      ...Array.from({ length: users }, (_, index) => passwordOf(seed, userName(index + 1))),
      String(testSettings.tokenKey),
    ],
    ask,
    folders: () => readdir(temporary),
    keys: () => ask(({ asked }) => asked.keys('*')),
    async agent(name, options = {}) {
      const given = JSON.stringify({ control: redis.url, name, ...options });
      const child = fork(new URL('./agent-main.fixture.js', import.meta.url), [given], {
        detached: true,
        env: { ...process.env, TMPDIR: temporary },
        stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      });
      agents.push(child);
      child.on('message', (text) => said.push(`${name}: ${text}`));
      await Promise.race([once(child, 'message'), once(child, 'exit')]);
      return child;
    },
    agentHere: (name) =>
      serveAgent({
        ...{ control: redis.url, name, roles: ['load'], stays: false, signal, say: () => {} },
        consent: { targets: [], limits: unbounded },
        servers: { reach: '127.0.0.1', storeUrl: undefined },
      }),
    signal: toGroup,
    async endAgents(which = 'SIGKILL') {
      const ending = agents;
      agents = [];
      await Promise.all(
        ending.filter(isRunning).map(async (child) => {
          const exited = once(child, 'exit');
          if (which === 'SIGKILL') toGroup(child, which);
          else child.kill(which);
          await exited;
        }),
      );
      served = 0;
    },
    async ended(some) {
      while (some.some(isRunning)) await delay(50);
    },
    async bench(expect, url = redis.url) {
      const say = (text: string) => void said.push(text);
      const party = await openParty(url, { run: `run-${++runs}`, seed, expect, say, signal });
      return {
        ...party,
        async vanish() {
          party.control[Symbol.dispose]();
          await party.roster[Symbol.asyncDispose]();
        },
      };
    },
    job: async (generator, change = {}) => ({
      ...{
        ...(await common(generator)),
        executor: 'open',
        rate: 200,
        queueLimit: 400,
      },
      ...change,
    }),
    closedJob: async (generator) => ({ ...(await common(generator)), executor: 'closed' }),
    deliverTwice: (name) => deliverTwice(redis.url, name),
    async plantCard(card) {
      const rest = {
        id: 'x',
        ...thisMachine,
        cores: 1,
        serves: '',
        roles: ['load'],
        targets: [],
        clockOffsetMs: 0,
        roundTripMs: 1,
      };
      await ask(({ asked }) =>
        asked.set(controlKeys.card(card.name), JSON.stringify({ ...rest, ...card }), 'PX', 3_000),
      );
    },
    async [Symbol.asyncDispose]() {
      await field.endAgents();
      await redis[Symbol.asyncDispose]();
      await scheme[Symbol.asyncDispose]();
      accounts[Symbol.dispose]();
      await rm(folder, { recursive: true });
    },
  };
  return field;
}

const users = 12;
const seed = '7';
