import type { ChildProcess } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { end, isRunning } from '../machine/child.ts';
import { onFreePort } from '../store/free-port.ts';
import { clocksOf } from './clocks.ts';
import type { Cluster, ClusterContext, ClusterDriver, InstanceOptions, Topology } from './cluster.ts';
import { keepLog, keptLog } from './kept-log.ts';
import { launchInstance, liveLog, type Machine, readyPort } from './launch-instance.ts';
import { watchedOf } from './watched.ts';

const here: Machine = { address: '127.0.0.1', within: [] };

/** Each instance a process of its own on a free loopback port. */
export const processes: ClusterDriver = processesOn('processes', [here]);

/** Each instance a process of its own, on one of these machines in turn. */
export function processesOn(id: string, machines: readonly Machine[], readyWithinMs = 15_000): ClusterDriver {
  return { id, start: (topology, context) => start(topology, context, { machines, readyWithinMs }) };
}

interface Member {
  child: ChildProcess;
  readonly log: string;
  /** Ready, and neither ended nor told to. */
  up: boolean;
}

interface Where {
  readonly machines: readonly Machine[];
  readonly readyWithinMs: number;
}

async function start(topology: Topology, context: ClusterContext, where: Where): Promise<Cluster> {
  const instances = instancesOf(topology, context, where);
  // two may join at once
  let count = topology.instances;
  const { members, member, run, children, clocks } = instances;
  const cluster: Cluster = {
    origins: instances.origins,
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
      const index = count;
      count += 1;
      await run(index, options);
      return index;
    },
    async [Symbol.asyncDispose]() {
      await Promise.all(
        members.map(async ({ child, log }, index) => {
          // one that is frozen would not hear that it shall end
          child.kill('SIGCONT');
          await end(child, 'SIGTERM');
          await keepLog(log, keptLog(index, topology, context));
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

/** Somebody else was faster. */
function unlessTaken(error: Error): undefined {
  if (!error.message.includes('EADDRINUSE')) throw error;
}

/** The processes of a cluster, by instance. */
function instancesOf(topology: Topology, context: ClusterContext, { machines, readyWithinMs }: Where) {
  const members: Member[] = [];
  const origins: string[] = [];
  const children = () => members.map(({ child }) => child);
  const clocks = topology.movable ? clocksOf(children) : undefined;
  return {
    members,
    origins,
    children,
    clocks,
    member(index: number): Member {
      const found = members[index];
      if (!found) throw new RangeError(`there are ${members.length} instances; ${index} was asked for`);
      return found;
    },
    /** Starts one, again where there was one before: then at its address. */
    async run(index: number, { settings = topology.settings, skewMs = 0 }: InstanceOptions = {}): Promise<void> {
      const machine = machines[index % machines.length] ?? here;
      const own = { ...context, ...(machine.storeUrl && { storeUrl: machine.storeUrl }) };
      const aheadMs = clocks?.aheadMs ?? 0;
      const launch = { topology: { ...topology, settings }, context: own, index, machine, skewMs, aheadMs };
      const runAt = async (port: string): Promise<true> => {
        const child = launchInstance({ ...launch, port });
        const member: Member = { child, log: liveLog(context, index), up: false };
        members[index] = member;
        child.once('exit', () => {
          member.up = false;
        });
        const ready = await readyPort(child, member.log, context.signal, readyWithinMs);
        origins[index] = `http://${machine.address}:${ready}`;
        member.up = isRunning(child);
        return true;
      };
      const before = origins[index];
      // nobody else takes ports on a machine of its own
      if (before !== undefined || machine.within.length > 0) await runAt(new URL(before ?? 'http://127.0.0.1:0').port);
      else await onFreePort('a server', (port) => runAt(String(port)).catch(unlessTaken));
    },
  };
}
