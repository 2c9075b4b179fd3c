import { existsSync, readdirSync, readFileSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Removes what a guard owns: a folder with all that it holds, or a control group with all that are in it. */
export function removeFolder(folder: string): void {
  if (isGroup(folder)) removeGroup(folder, dirname(folder));
  else rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}

function isGroup(folder: string): boolean {
  return existsSync(join(folder, 'cgroup.procs'));
}

/** Its files are the kernel's. Processes that are still there go on where they came from. */
function removeGroup(group: string, home: string): void {
  for (const { name } of readdirSync(group, { withFileTypes: true }).filter((one) => one.isDirectory()))
    removeGroup(join(group, name), home);
  for (const pid of readFileSync(join(group, 'cgroup.procs'), 'utf8').split('\n')) {
    if (pid === '' || moved(pid, home)) continue;
    // version 2 takes none back into a group that gives controllers on
    for (const above of [dirname(group), home]) moveInto(join(above, 'cgroup.subtree_control'), '-cpu');
    moved(pid, home);
  }
  rmdirSync(group);
}

function moved(pid: string, to: string): boolean {
  return moveInto(join(to, 'cgroup.procs'), pid);
}

function moveInto(file: string, text: string): boolean {
  try {
    writeFileSync(file, text);
    return true;
  } catch {
    return false;
  }
}
