import { access, constants, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { guarded } from '../guard.ts';
import { type Controller, controllers, type System, thisSystem } from './controllers.ts';

/** Holds processes to a share of a core each. Disposing lets all of them go. */
export interface Quotas extends AsyncDisposable {
  /** What holds them, for whoever reads a figure. */
  readonly by: string;
  /** A process with all its threads may use so many cores from now on, over periods of some 10 ms; whom it starts is held with it. */
  hold(pid: number, cores: number): Promise<void>;
  /** It may use what it likes again. */
  free(pid: number): Promise<void>;
}

/**
 * By control groups of Linux, of either version: the one that works, by trying. A guard owns the groups, which are gone
 * however this process ends.
 * @returns why it cannot be done here, in words
 */
export async function findQuotas(system: System = thisSystem): Promise<Quotas | string> {
  const refusals: string[] = [];
  for (const controller of await controllers(system)) {
    const found = await opened(controller).catch((error: unknown) => messageOf(error));
    if (typeof found !== 'string') return found;
    refusals.push(`${controller.by} in ${controller.parent}: ${found}`);
  }
  return refusals.join('; ') || 'this system has no control groups of the CPU';
}

/** A group is made and limited, and the kernel says whether it took it. */
async function opened(controller: Controller): Promise<Quotas | string> {
  const { by, parent, unlimited } = controller;
  await access(parent, constants.W_OK);
  const folder = join(parent, `authbench-${process.pid}`);
  const guard = await guarded(undefined, [], { folder });
  const own = (pid: number | 'probe') => join(folder, `${pid}`);
  const write = async (pid: number | 'probe', limits: Controller['unlimited']) => {
    for (const [file, text] of limits) await writeFile(join(own(pid), file), text);
  };
  const hold = async (pid: number | 'probe', cores: number) => {
    await mkdir(own(pid), { recursive: true });
    await write(pid, controller.limits(cores));
  };
  try {
    await controller.open(folder);
    await hold('probe', 0.5);
    for (const [file, text] of controller.limits(0.5)) {
      const said = (await readFile(join(own('probe'), file), 'utf8')).trim();
      if (said !== text) throw new Error(`${file} says '${said}' where '${text}' was written`);
    }
  } catch (error) {
    await guard[Symbol.asyncDispose]();
    return messageOf(error);
  }
  return {
    by,
    async hold(pid, cores) {
      await hold(pid, cores);
      await writeFile(join(own(pid), 'cgroup.procs'), `${pid}`);
    },
    free: (pid) => write(pid, unlimited),
    [Symbol.asyncDispose]: () => guard[Symbol.asyncDispose](),
  };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
