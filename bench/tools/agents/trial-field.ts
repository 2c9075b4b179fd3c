import { type ChildProcess, fork } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { VirtualUser } from '../../../scenarios/kinds/load.ts';
import { passwordOf, seedAccounts, userName } from '../../../servers/accounts/seed.ts';
import jwt from '../../../servers/schemes/jwt.ts';
import { Settings } from '../../../servers/settings.ts';
import { openControl } from '../../agents/control.ts';
import { deliverTwice } from '../../agents/deliver-twice.fixture.ts';
import { openParty } from '../../agents/open-party.ts';
import type { Roster } from '../../agents/roster.ts';
import type { Cluster } from '../../cluster/cluster.ts';
import { findCores } from '../../cluster/cores.ts';
import { createKeys } from '../../cluster/keys.ts';
import { type Network, openNetwork } from '../../cluster/namespaces/network.ts';
import { processesOn } from '../../cluster/processes.ts';
import { createClient } from '../../driver/client.ts';
import { openTransport } from '../../driver/transport.ts';
import type { Generator } from '../../generator/generator.ts';
import type { ClosedJob, LoadResult, OpenJob } from '../../generator/job.ts';
import { isRunning } from '../../machine/child.ts';
import { type GuardedProgram, guarded } from '../../machine/guard.ts';

export interface TrialBench extends AsyncDisposable {
  readonly roster: Roster;
  readonly generator: Generator;
}

/** Agents, a target and a control Redis, each on a host of its own; the bench is on this one. */
export interface TrialField extends AsyncDisposable {
  readonly network: Network;
  readonly target: Cluster;
  startRedis(): Promise<void>;
  endRedis(): Promise<void>;
  agent(host: string, options?: { readonly clockErrorMs?: number; readonly stays?: boolean }): Promise<ChildProcess>;
  /** To its process, or to its generator too. */
  signal(agent: ChildProcess, which: NodeJS.Signals, whom: 'agent' | 'all'): void;
  endAgents(): Promise<void>;
  bench(expect: number): Promise<TrialBench>;
  /** The next task of an agent comes to it twice. @returns waits until that has happened */
  deliverTwice(host: string): Promise<() => Promise<void>>;
  /** A block, judged also by what the target saw of how it began. */
  block(generator: Generator, job: OpenJob, signal: AbortSignal): Promise<LoadResult>;
  /** @param generator whose users they are; each with its credential where it is one process */
  openJob(generator: Generator, change?: Partial<OpenJob>): Promise<OpenJob>;
  closedJob(generator: Generator): Promise<ClosedJob>;
}

const agentMain = fileURLToPath(new URL('../../agents/agent-main.fixture.js', import.meta.url));
const users = 24;
const seed = 'trial';

/** As root. @param hosts of agents */
export async function openTrialField(hosts: readonly string[]): Promise<TrialField> {
  const { signal } = new AbortController();
  const folder = join(tmpdir(), `authbench-${randomBytes(4).toString('hex')}`);
  const owned = await guarded(undefined, [], { folder });
  await mkdir(join(folder, 'logs'));
  const accountsFile = join(folder, 'accounts.jsonl');
  await seedAccounts(accountsFile, { users, seed, passwordCost: 4 });
  const network = await openNetwork([...hosts, 'control', 'target']);
  const machine = { address: network.front('target'), within: network.within('target') };
  const settings = Settings.parse({
    ...(await createKeys('HS256')),
    passwordCost: 4,
    loginFailures: 0,
    loginFailuresPerSource: 0,
  });
  const topology = { scheme: jwt.id, instances: 1, mode: 'none', settings, watched: true } as const;
  const target = await processesOn('trial', [machine]).start(topology, {
    storeUrl: undefined,
    accountsFile,
    logFolder: join(folder, 'logs'),
    signal,
  });
  // hosts share no cores: the target has one to itself, and whoever is started from here on the others
  const cores = await findCores(1);
  if (typeof cores !== 'string') await cores.keepApart(target.pids(), [process.pid]);
  const url = `redis://${network.front('control')}:6379`;
  let redis: GuardedProgram | undefined;
  let agents: ChildProcess[] = [];
  let runs = 0;

  const virtualUsers = async (generator: Generator): Promise<VirtualUser[]> => {
    const hold = await generator.shared?.holder();
    const named = { scheme: jwt.id, traits: jwt.traits, lifetimes: { access: settings.accessMs } };
    const all = Array.from({ length: users }, (_, index): VirtualUser => {
      const id = userName(index + 1);
      const user = { id, username: id, password: passwordOf(seed, id) };
      return { user, credential: {}, turn: 0, ...(hold && { held: hold(named) }) };
    });
    if (!hold) await signIn(all, target.origins[0] ?? '');
    return all;
  };
  const common = async (generator: Generator) => ({
    ...{ scenario: 'authenticated-read', protocol: jwt.protocol, authority: 'auth.test', origins: target.origins },
    ...{ users: await virtualUsers(generator), connections: 12, warmUpMs: 100, durationMs: 1_000, timeoutMs: 5_000 },
  });
  const field: TrialField = {
    network,
    target,
    async startRedis() {
      const words = ['--bind', '0.0.0.0', '--protected-mode', 'no', '--save', '', '--port', '6379'];
      const [command = 'ip', ...within] = [...network.within('control'), 'redis-server', ...words];
      redis = await guarded(command, within, { folder: join(folder, `redis-${randomBytes(3).toString('hex')}`) });
      for (let left = 100; left > 0; left -= 1) {
        const control = await openControl(url).catch(() => undefined);
        control?.[Symbol.dispose]();
        if (control) return;
        await delay(50);
      }
      throw new Error('the control Redis does not answer');
    },
    async endRedis() {
      await redis?.[Symbol.asyncDispose]();
      redis = undefined;
    },
    async agent(host, options = {}) {
      const targets = [network.front('target')];
      const [execPath = 'ip', ...within] = [...network.within(host), process.execPath];
      const child = fork(agentMain, [JSON.stringify({ control: url, name: host, targets, stays: true, ...options })], {
        execPath,
        execArgv: within,
        detached: true,
        stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
      });
      agents.push(child);
      await Promise.race([once(child, 'message'), once(child, 'exit')]);
      return child;
    },
    signal(agent, which, whom) {
      if (agent.pid !== undefined && isRunning(agent)) process.kill(whom === 'all' ? -agent.pid : agent.pid, which);
    },
    async endAgents() {
      const ending = agents.filter(isRunning);
      agents = [];
      await Promise.all(
        ending.map(async (child) => {
          const exited = once(child, 'exit');
          field.signal(child, 'SIGKILL', 'all');
          await exited;
        }),
      );
    },
    bench: (expect) =>
      openParty(url, { run: `trial-${++runs}-${randomBytes(3).toString('hex')}`, seed, expect, say: () => {}, signal }),
    deliverTwice: (host) => deliverTwice(url, host),
    async block(generator, job, aborted) {
      target.watched?.noteFirsts();
      const result = await generator.run(job, aborted);
      const told = await target.watched?.tell(aborted);
      const firsts = new Map(told?.loops.flatMap((one) => one.firsts ?? []));
      return generator.shared?.seen(result, job, firsts) ?? result;
    },
    openJob: async (generator, change = {}) => ({
      ...{
        ...(await common(generator)),
        executor: 'open',
        rate: 300,
        queueLimit: 600,
      },
      ...change,
    }),
    closedJob: async (generator) => ({ ...(await common(generator)), executor: 'closed' }),
    async [Symbol.asyncDispose]() {
      process.off('SIGTERM', endAtOnce).off('SIGINT', endAtOnce);
      if (typeof cores !== 'string') await cores.release([process.pid]);
      await field.endAgents();
      await field.endRedis();
      await target[Symbol.asyncDispose]();
      await network[Symbol.asyncDispose]();
      await owned[Symbol.asyncDispose]();
    },
  };
  // all else ends with this process; an agent that is stopped at that moment would stay for ever
  const endAtOnce = () => {
    for (const child of agents) field.signal(child, 'SIGKILL', 'all');
    process.exit(143);
  };
  process.once('SIGTERM', endAtOnce).once('SIGINT', endAtOnce);
  await field.startRedis();
  return field;
}

async function signIn(all: readonly VirtualUser[], origin: string): Promise<void> {
  await using transport = openTransport();
  const client = createClient(jwt.protocol, 'auth.test');
  for (const virtual of all) {
    const { username, password } = virtual.user;
    const raw = await transport.send(origin, client.request('login', { values: { username, password } }));
    virtual.credential = client.read('login', undefined, raw).credential;
  }
}
