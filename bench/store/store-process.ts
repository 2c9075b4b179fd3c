import { readdirSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';

/**
 * The process of a store among those of this machine, by what it says of itself: its number, its program, and for how long
 * it has been up. One in a container is found too, since /proc has the number by which it knows itself (proc(5), NSpid).
 * @param facts of INFO server
 * @returns undefined where none is it, as of one behind a tunnel, or where several may be
 */
export function storeProcess(facts: ReadonlyMap<string, string>, proc = '/proc'): number | undefined {
  const [id, upSeconds, program] = ['process_id', 'uptime_in_seconds', 'executable'].map((fact) => facts.get(fact));
  const machineUpSeconds = Number.parseFloat(read(`${proc}/uptime`));
  const found = list(proc).filter((pid) => {
    const status = read(`${proc}/${pid}/status`);
    const isIt = ownNumber(status) === id && fact(status, 'Name') === basename(program ?? '').slice(0, mostOfName);
    if (!isIt) return false;
    const up = machineUpSeconds - startSeconds(read(`${proc}/${pid}/stat`));
    return Math.abs(up - Number(upSeconds)) <= apartSeconds;
  });
  return found.length === 1 ? Number(found[0]) : undefined;
}

/** TASK_COMM_LEN of the kernel, less its end. */
const mostOfName = 15;
/** Both count in whole seconds, and a store begins to count when it has read its configuration. */
const apartSeconds = 3;

/** In the innermost namespace; kernels that have none of these tell the one number that there is. */
function ownNumber(status: string): string | undefined {
  return (fact(status, 'NSpid') ?? fact(status, 'Pid'))?.split(/\s+/).at(-1);
}

function fact(status: string, name: string): string | undefined {
  return new RegExp(`^${name}:\\s*(.*)$`, 'm').exec(status)?.[1];
}

/** proc(5): starttime is field 22, in USER_HZ since the machine began, counted behind the command in parentheses. */
function startSeconds(stat: string): number {
  return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]) / 100;
}

function list(folder: string): string[] {
  try {
    return readdirSync(folder).filter((name) => /^\d+$/.test(name));
  } catch {
    return [];
  }
}

/** What ended meanwhile says nothing. */
function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
