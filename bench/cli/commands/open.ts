import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { access } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { command } from '../../../reports/text/installation.ts';
import { BenchError } from '../../errors.ts';
import { readRun, runPath } from '../../runs/stored-runs.ts';
import type { Cli } from '../command.ts';

/** What shows a file to whoever sits there. */
const openers: Readonly<Partial<Record<NodeJS.Platform, readonly [string, ...string[]]>>> = {
  darwin: ['open'],
  win32: ['cmd', '/c', 'start', ''],
};

export function addOpen({ program }: Cli): void {
  program
    .command('open')
    .summary('show the report of a stored run in your browser')
    .description('show the report of a stored run in your browser; prints its path')
    .argument('[run]', 'id, path, latest or baseline', 'latest')
    .option('--print', 'only print the path')
    .action(async (run: string, { print }: { print?: true }) => {
      const page = resolve(join(runPath(run), 'index.html'));
      await access(page).catch(async () => {
        await readRun(run);
        throw new BenchError('AB-E004', `${run} has no report`, { fix: command(`report ${run}`) });
      });
      process.stdout.write(`${page}\n`);
      if (!print && !(await shown(page))) process.stderr.write('nothing here shows a page: open that file yourself\n');
    });
}

/** Whether a program took it; what that does with it is its own affair. */
async function shown(page: string): Promise<boolean> {
  const [program, ...args] = openers[process.platform] ?? ['xdg-open'];
  const child = spawn(program, [...args, page], { stdio: 'ignore', detached: true });
  child.unref();
  return await once(child, 'spawn').then(
    () => true,
    () => false,
  );
}
