import { join } from 'node:path';
import { analyse } from '../../reports/analyse.ts';
import { exitCodes } from '../exit-codes.ts';
import { judgeGates } from '../gates.ts';
import { openRunFolder } from '../run-folder.ts';
import { readRun, runPath } from '../stored-runs.ts';
import type { Cli } from './command.ts';

export function addReport({ program, all, exit }: Cli): void {
  program
    .command('report')
    .description('write every file of a stored run again; measures nothing')
    .argument('<run>', 'id, path, latest or baseline')
    .option('--formats <list>', `of ${all.formats.map(({ id }) => id).join(', ')}`)
    .action(async (name: string, { formats }: { formats?: string }) => {
      const path = runPath(name);
      const stored = await readRun(name);
      const chosen = all.formats.filter(({ id }) => formats === undefined || formats.split(',').includes(id));
      const files = await openRunFolder(path).publish(analyse(stored, all.claims), chosen);
      process.stdout.write(`${files.map((file) => join(path, file)).join('\n')}\n`);
      exit(exitCodes[judgeGates(stored, ['security']).reason].code);
    });
}
