import type { Cluster, ClusterDriver, Topology } from '../cluster/cluster.ts';
import type { Told, Watched } from '../cluster/watched.ts';
import { BenchError } from '../errors.ts';
import { later } from '../machine/later.ts';
import type { ProcessUsage } from '../machine/resources.ts';
import { withoutKeys } from '../targets/own/without-keys.ts';
import { askAll } from './ask-all.ts';
import type { ControlClock } from './control-clock.ts';
import type { Member } from './member.ts';
import type { Roster } from './roster.ts';
import type { InstancesAnswer, InstancesTask } from './task.ts';

interface Parts {
  readonly roster: Pick<Roster, 'of' | 'losses'>;
  readonly clock: Pick<ControlClock, 'toHost'>;
  readonly run: string;
  /** How many accounts there are, and what their passwords follow from. */
  readonly users: number;
  readonly seed: string;
  /** Hears which agent brought up so many. */
  readonly brought: (agent: string, instances: number) => void;
}

/** One agent, and the instances that it runs of a launch. */
interface Share {
  readonly member: Member;
  readonly instances: number;
}

/**
 * Runs instances on the machines of agents, one on each in turn, with keys that never leave these. They can be loaded, and
 * tell what they used; nothing else can be done to them.
 */
export function serversOnAgents({ roster, clock, run, users, seed, brought }: Parts): ClusterDriver {
  let launches = 0;
  return {
    id: 'agents',
    async start(topology, { signal }) {
      assertOrdinary(topology);
      const { scheme, instances, mode, settings, v8Seed } = topology;
      const shares = sharesOf(roster, instances);
      const launch = ++launches;
      const command = async (word: InstancesTask['command'], within: AbortSignal, account?: string) => {
        const task = {
          kind: 'instances' as const,
          run,
          launch,
          command: word,
          ...(account !== undefined && { account }),
        };
        return (await askAll(
          shares.map(({ member }) => ({ member, task })),
          commandMs,
          within,
        )) as InstancesAnswer[];
      };
      const close = async () => {
        // an agent that is lost has ended them by itself
        await command('close', new AbortController().signal).catch(() => {});
      };
      try {
        const tasks = shares.map((share) => ({
          member: share.member,
          task: {
            ...{ kind: 'bring-up' as const, run, launch, scheme, instances: share.instances, users, seed },
            ...{ asksStore: mode === 'shared', settings: withoutKeys(settings) },
            ...(v8Seed !== undefined && { v8Seed }),
          },
        }));
        const answers = await askAll(tasks, bringUpMs, signal);
        const lists = answers.map((answer) => ('origins' in answer ? answer.origins : []));
        for (const { member, instances: count } of shares) brought(member.card.name, count);
        const tell = async (within: AbortSignal) => told(await command('tell', within), clock);
        const transfers = async (account: string) =>
          (await command('booked', signal, account)).reduce((sum, { booked = 0 }) => sum + booked, 0);
        const watched = watchedBy((word) => command(word, signal), tell);
        return clusterOf(shares, { origins: inTurn(lists), watched, transfers, [Symbol.asyncDispose]: close });
      } catch (error) {
        await close();
        throw error;
      }
    },
  };
}

const bringUpMs = 60_000;
const commandMs = 5_000;

/** @throws BenchError AB-E401 of what agents do not run: weakened servers, another Node.js, clocks that can be moved */
function assertOrdinary({ weakness, variation, plantedShare, node, movable, mode }: Topology): void {
  const other = weakness ?? variation ?? node ?? (plantedShare === undefined ? undefined : 'planted work');
  if (other !== undefined || movable || !['shared', 'none'].includes(mode))
    throw new BenchError(
      'AB-E401',
      `agents run schemes as they are, and not ${other ?? 'what is done to servers here'}`,
    );
}

/** As evenly as can be. @throws BenchError AB-E403 where nobody is left */
function sharesOf({ of, losses }: Parts['roster'], instances: number): Share[] {
  const members = of('servers');
  const [last] = losses;
  if (members.length === 0)
    throw new BenchError(
      'AB-E403',
      `no agent that runs servers is left${last ? `: ${last.name}: ${last.because}` : ''}`,
    );
  return members
    .map((member, place) => ({ member, instances: Math.ceil((instances - place) / members.length) }))
    .filter((share) => share.instances > 0);
}

/** The first of each, then the second of each. */
function inTurn(lists: readonly (readonly string[])[]): string[] {
  const most = Math.max(...lists.map(({ length }) => length));
  return Array.from({ length: most }, (_, row) => lists.flatMap((list) => list[row] ?? [])).flat();
}

type OwnParts = Pick<Cluster, 'origins' | 'watched' | 'transfers'> & AsyncDisposable;

function clusterOf(shares: readonly Share[], own: OwnParts): Cluster {
  return {
    ...own,
    pids: () => own.origins.map((_, instance) => idOf(instance)),
    isUp: () => shares.every(({ member }) => !member.lost.signal.aborted),
    logs: async () => '',
    ...{ kill: refuse, drain: refuse, restart: refuse, freeze: refuse, thaw: refuse, join: refuse },
  };
}

/** No process of this machine has it. */
function idOf(instance: number): number {
  return -1 - instance;
}

async function refuse(): Promise<never> {
  throw new BenchError('AB-E401', 'servers on agents are loaded, and nothing else is done to them');
}

/** Words are sent as they come; whoever asks in the end hears of one that did not arrive. */
function watchedBy(
  command: (word: 'begin' | 'end' | 'note-firsts') => Promise<unknown>,
  tell: Watched['tell'],
): Watched {
  let said: Promise<unknown>[] = [];
  const say = (word: Parameters<typeof command>[0]) => void said.push(later(command(word)));
  return {
    begin: () => say('begin'),
    end: () => say('end'),
    noteFirsts: () => say('note-firsts'),
    async tell(signal) {
      const before = said;
      said = [];
      await Promise.all(before);
      return await tell(signal);
    },
  };
}

/** All of them as one: which is whose is no matter, since what they used is added up. */
function told(answers: readonly InstancesAnswer[], clock: Parts['clock']): Told | undefined {
  const loops = answers.flatMap((answer) => answer.loops ?? []);
  if (answers.some((answer) => answer.loops === undefined)) return undefined;
  const here = loops.map(({ firsts, ...loop }) => ({
    ...loop,
    ...(firsts && { firsts: firsts.map(([port, at]) => [port, clock.toHost(at)] as const) }),
  }));
  const machines = answers.flatMap(({ machine }) => machine ?? []);
  if (machines.length < answers.length) return { loops: here };
  const most = (of: (machine: (typeof machines)[number]) => number | undefined) =>
    Math.max(0, ...machines.map((machine) => of(machine) ?? 0));
  const used = answers.flatMap(({ processes = [] }) => processes);
  return {
    loops: here,
    usage: {
      processes: new Map<number, ProcessUsage>(used.map((one, instance) => [idOf(instance), one])),
      machine: {
        busyCores: most(({ busyCores }) => busyCores),
        stealCores: most(({ stealCores }) => stealCores),
        throttledCores: most(({ throttledCores }) => throttledCores),
      },
    },
  };
}
