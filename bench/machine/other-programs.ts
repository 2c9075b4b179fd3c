import { readdirSync, readFileSync } from 'node:fs';

/** CPU time so far of every process that can be seen and is no thread of the kernel. */
export interface Programs {
  readonly at: number;
  /** Of 10 ms, by process id. */
  readonly ticks: ReadonlyMap<number, number>;
}

/** Reads /proc, a few ms. @returns undefined where there is none. */
export function readPrograms(): Programs | undefined {
  let names: string[];
  try {
    names = readdirSync('/proc');
  } catch {
    return undefined;
  }
  const ticks = new Map<number, number>();
  for (const name of names) {
    const own = /^\d+$/.test(name) ? ticksOf(name) : undefined;
    if (own !== undefined) ticks.set(Number(name), own);
  }
  return { at: performance.now(), ticks };
}

/** Cores that programs other than ours used in between; one that started in between is counted whole. */
export function otherLoadCores(before: Programs, after: Programs, ours: readonly number[]): number {
  let ticks = 0;
  for (const [pid, now] of after.ticks) if (!ours.includes(pid)) ticks += now - (before.ticks.get(pid) ?? 0);
  return (ticks * 10) / (after.at - before.at);
}

/** PF_KTHREAD of the kernel's sched.h: what the kernel does for us is no other load. */
const kernelThread = 0x0020_0000;

/** proc(5): flags is field 9, utime 14, stime 15, counted behind the command in parentheses. */
function ticksOf(pid: string): number | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (Number(fields[6]) & kernelThread) return undefined;
    return Number(fields[11]) + Number(fields[12]);
  } catch {
    // ended while it was read
    return undefined;
  }
}
