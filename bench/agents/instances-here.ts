import { randomBytes } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openAccounts } from '../../servers/accounts/accounts-file.ts';
import { Settings } from '../../servers/settings.ts';
import type { Cluster } from '../cluster/cluster.ts';
import { createKeys } from '../cluster/keys.ts';
import { processesOn } from '../cluster/processes.ts';
import { disposeAll } from '../machine/dispose.ts';
import { guarded } from '../machine/guard.ts';
import { later } from '../machine/later.ts';
import { difference, type Resources, sample, type Usage } from '../machine/resources.ts';
import { seedUsers } from '../targets/own/users.ts';
import type { ControlClock } from './control-clock.ts';
import type { BringUpTask, BroughtUp, InstancesAnswer, InstancesTask } from './task.ts';

/** Instances that an agent runs for its bench. Disposing ends all of them, and leaves no file of theirs. */
export interface InstancesHere extends AsyncDisposable {
  /** They end with the signal. @throws where one does not get ready, or they need a store and have none */
  bringUp(task: BringUpTask, signal: AbortSignal): Promise<BroughtUp>;
  /** @throws where they are not up */
  command(task: InstancesTask, signal: AbortSignal): Promise<InstancesAnswer>;
}

/** How an agent was started for it. */
export interface InstancesOptions {
  /** The address of its machine where they are reached. */
  readonly reach: string;
  /** Of the store that they share with the bench; none where absent. */
  readonly storeUrl: string | undefined;
}

interface Launched extends AsyncDisposable {
  readonly cluster: Cluster;
  readonly database: ReturnType<typeof openAccounts>;
  begun?: Resources | undefined;
  used?: Usage | undefined;
}

export function createInstancesHere(
  { reach, storeUrl }: InstancesOptions,
  clock: Pick<ControlClock, 'toControl'>,
): InstancesHere {
  const driver = processesOn('processes', [{ address: reach, within: [] }]);
  const launched = new Map<string, Launched>();
  const nameOf = ({ run, launch }: BringUpTask | InstancesTask) => `${run}/${launch}`;

  const close = async (name: string) => {
    const one = launched.get(name);
    launched.delete(name);
    await one?.[Symbol.asyncDispose]();
  };

  return {
    async bringUp(task, signal) {
      const { scheme, instances, asksStore, settings, v8Seed, users, seed } = task;
      if (asksStore && storeUrl === undefined)
        throw new Error('it was started without a store: --store URL, as the bench has it');
      const name = nameOf(task);
      const folder = join(tmpdir(), `authbench-servers-${randomBytes(6).toString('hex')}`);
      const guard = await guarded(undefined, [], { folder });
      try {
        const accountsFile = join(folder, 'accounts.jsonl');
        await seedUsers(accountsFile, users, seed);
        const keys = await createKeys(settings.algorithm);
        const topology = {
          ...{ scheme, instances, mode: asksStore ? ('shared' as const) : ('none' as const), watched: true },
          ...(v8Seed !== undefined && { v8Seed }),
          settings: Settings.parse({ ...settings, ...keys }),
        };
        const context = { storeUrl: asksStore ? storeUrl : undefined, accountsFile, logFolder: folder, signal };
        const cluster = await driver.start(topology, context);
        const database = openAccounts(accountsFile);
        const onAbort = () => void later(close(name));
        signal.addEventListener('abort', onAbort, { once: true });
        launched.set(name, {
          ...{ cluster, database },
          [Symbol.asyncDispose]() {
            signal.removeEventListener('abort', onAbort);
            return disposeAll(cluster, database, guard);
          },
        });
        signal.throwIfAborted();
        return { origins: cluster.origins };
      } catch (error) {
        await (launched.has(name) ? close(name) : guard[Symbol.asyncDispose]());
        throw error;
      }
    },

    async command(task, signal) {
      const { command, account = '' } = task;
      const name = nameOf(task);
      if (command === 'close') {
        await close(name);
        return {};
      }
      const one = launched.get(name);
      if (!one) throw new Error('its servers are not up any more');
      const { watched } = one.cluster;
      if (command === 'begin') {
        one.begun = sample(one.cluster.pids());
        watched?.begin();
      } else if (command === 'end') {
        const ended = sample(one.cluster.pids());
        watched?.end();
        one.used = one.begun && ended && difference(one.begun, ended);
      } else if (command === 'note-firsts') watched?.noteFirsts();
      else if (command === 'booked') return { booked: await one.database.transfers(account) };
      else return await told(one, signal);
      return {};
    },

    async [Symbol.asyncDispose]() {
      await Promise.all([...launched.keys()].map(close));
    },
  };

  async function told({ cluster, used }: Launched, signal: AbortSignal): Promise<InstancesAnswer> {
    const { loops } = (await cluster.watched?.tell(signal)) ?? {};
    if (!loops) return {};
    const processes = used && cluster.pids().flatMap((pid) => used.processes.get(pid) ?? []);
    return {
      loops: loops.map(({ firsts, ...one }) => ({
        ...one,
        ...(firsts && { firsts: firsts.map(([port, atMs]) => [port, clock.toControl(atMs)] as const) }),
      })),
      ...(used && processes?.length === loops.length && { processes, machine: used.machine }),
    };
  }
}
