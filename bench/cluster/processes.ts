import { type ChildProcess, fork } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { BenchError } from '../errors.ts';
import { end, heard, isRunning, lastWords } from '../machine/child.ts';
import { deadlineOf } from '../machine/deadline.ts';
import { clocksOf } from './clocks.ts';
import type { Cluster, ClusterDriver, InstanceOptions, Surroundings, Topology } from './cluster.ts';
import { environmentOf } from './environment-of.ts';
import { keepLog, keptLog } from './kept-log.ts';
import { watchedOf } from './watched.ts';

const plantedWork = new URL('./planted-work.js', import.meta.url).href;
const watchedProcess = new URL('./watched-process.js', import.meta.url).href;
const movedClock = new URL('./moved-clock.js', import.meta.url).href;
const skewedClock = new URL('./skewed-clock.js', import.meta.url).href;
const entry = fileURLToPath(new URL('../../servers/main.js', import.meta.url));

/** Where an instance runs. */
export interface Machine {
  readonly address: string;
  /** Words that run a program there. */
  readonly within: readonly string[];
  /** How it reaches the shared store; as the surroundings say where absent. */
  readonly storeUrl?: string;
}

const here: Machine = { address: '127.0.0.1', within: [] };

/** Each instance a process of its own on a free loopback port. */
export const processes: ClusterDriver = processesOn('processes', [here]);

/** Each instance a process of its own, on one of these machines in turn. */
export function processesOn(id: string, machines: readonly Machine[], readyWithinMs = 15_000): ClusterDriver {
  return { id, start: (topology, around) => start(topology, around, machines, readyWithinMs) };
}

interface Member {
  child: ChildProcess;
  readonly log: string;
  /** Ready, and neither ended nor told to. */
  up: boolean;
}

async function start(
  topology: Topology,
  surroundings: Surroundings,
  machines: readonly Machine[],
  readyWithinMs: number,
): Promise<Cluster> {
  const members: Member[] = [];
  const origins: string[] = [];
  const children = () => members.map(({ child }) => child);
  const clocks = topology.movable ? clocksOf(children) : undefined;
  const run = async (index: number, { settings = topology.settings, skewMs = 0 }: InstanceOptions = {}) => {
    const port = new URL(origins[index] ?? 'http://127.0.0.1:0').port;
    const machine = machines[index % machines.length] ?? here;
    const around = { ...surroundings, ...(machine.storeUrl && { storeUrl: machine.storeUrl }) };
    const aheadMs = clocks?.aheadMs ?? 0;
    const child = launch({ ...topology, settings }, around, index, { skewMs, aheadMs }, port, machine);
    const member: Member = { child, log: liveLog(surroundings, index), up: false };
    members[index] = member;
    child.once('exit', () => {
      member.up = false;
    });
    origins[index] =
      `http://${machine.address}:${await readyPort(child, member.log, surroundings.signal, readyWithinMs)}`;
    member.up = isRunning(child);
  };
  const member = (index: number): Member => {
    const found = members[index];
    if (!found) throw new RangeError(`there are ${members.length} instances; ${index} was asked for`);
    return found;
  };
  const cluster: Cluster = {
    origins,
    pids: () => members.flatMap(({ child }) => (isRunning(child) && child.pid !== undefined ? [child.pid] : [])),
    ...(topology.watched && { watched: watchedOf(children) }),
    ...(clocks && { clocks }),
    isUp: (instance) => members[instance]?.up ?? false,
    logs: async () => (await Promise.all(members.map(({ log }) => readFile(log, 'utf8')))).join(''),
    kill: (instance) => end(member(instance).child, 'SIGKILL'),
    async drain(instance) {
      member(instance).up = false;
      await end(member(instance).child, 'SIGTERM');
    },
    restart: (instance, options) => run(instance, options),
    freeze: async (instance) => void member(instance).child.kill('SIGSTOP'),
    thaw: async (instance) => void member(instance).child.kill('SIGCONT'),
    async join(options) {
      const index = members.length;
      await run(index, options);
      return index;
    },
    async [Symbol.asyncDispose]() {
      await Promise.all(
        members.map(async ({ child, log }, index) => {
          // one that is frozen would not hear that it shall end
          child.kill('SIGCONT');
          await end(child, 'SIGTERM');
          await keepLog(log, keptLog(index, topology, surroundings));
        }),
      );
    },
  };
  try {
    await Promise.all(Array.from({ length: topology.instances }, (_, index) => run(index)));
    return cluster;
  } catch (error) {
    await cluster[Symbol.asyncDispose]();
    throw error;
  }
}

function launch(
  topology: Topology,
  around: Surroundings,
  index: number,
  { skewMs, aheadMs }: { readonly skewMs: number; readonly aheadMs: number },
  port: string,
  { address, within }: Machine,
): ChildProcess {
  const { node = process.execPath } = topology;
  const [execPath = node, ...first] = [...within, node];
  const log = openSync(liveLog(around, index), 'a');
  const { plantedShare, watched = false, movable = false, v8Seed } = topology;
  const preloaded = [
    ...(skewMs === 0 ? [] : [skewedClock]),
    ...(movable ? [movedClock] : []),
    ...(plantedShare === undefined ? [] : [plantedWork]),
    ...(watched ? [watchedProcess] : []),
  ];
  const seeded = v8Seed === undefined ? [] : [`--hash-seed=${v8Seed}`, `--random-seed=${v8Seed}`];
  try {
    return fork(entry, {
      execPath,
      execArgv: [...first, ...seeded, ...preloaded.flatMap((module) => ['--import', module])],
      // a Ctrl-C in the terminal is the bench's to handle; its channel closing ends the server in any case
      detached: true,
      stdio: ['ignore', log, log, 'ipc'],
      env: {
        NODE_ENV: 'production',
        ...environmentOf(topology, around),
        HOST: address,
        PORT: port || '0',
        ...(skewMs === 0 ? {} : { CLOCK_SKEW_MS: String(skewMs) }),
        ...(movable && { CLOCK_AHEAD_MS: String(aheadMs) }),
        ...(plantedShare === undefined ? {} : { PLANTED_SHARE: String(plantedShare) }),
      },
    });
  } finally {
    closeSync(log);
  }
}

function liveLog({ accountsFile }: Surroundings, index: number): string {
  return `${accountsFile}.${index}.log`;
}

async function readyPort(
  child: ChildProcess,
  log: string,
  signal: AbortSignal,
  readyWithinMs: number,
): Promise<number> {
  using deadline = deadlineOf(signal, readyWithinMs);
  const message = await heard(child, deadline.signal).catch((error) => {
    signal.throwIfAborted();
    if (!deadline.signal.aborted) throw error;
  });
  const port = typeof message === 'object' && message !== null && 'port' in message ? message.port : undefined;
  if (typeof port === 'number') return port;
  throw new BenchError('AB-E301', `a server did not get ready: ${(await lastWords(log)) ?? 'it printed nothing'}`);
}
