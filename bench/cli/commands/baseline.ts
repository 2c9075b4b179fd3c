import type { Results } from '../../../reports/results/results.ts';
import { command } from '../../../reports/text/installation.ts';
import { BenchError } from '../../errors.ts';
import { point, readBaseline, readRun, runPath, runsFolder } from '../../runs/stored-runs.ts';
import type { Cli } from '../command.ts';

export function addBaseline({ program }: Cli): void {
  const baseline = program
    .command('baseline')
    .summary('the run that others are held against')
    .description('the run that others are held against; never set by itself')
    .helpCommand(false)
    .action(async () => {
      const found = await readBaseline();
      process.stdout.write(`${found ? line(found) : 'no baseline is set'}\n\n${baseline.helpInformation()}`);
    });
  baseline
    .command('set')
    .description('hold others against this run from now on')
    .argument('<run>', 'id, path or latest')
    .action(async (name: string) => {
      const { run } = await readRun(name);
      if (run.state !== 'complete')
        throw new BenchError('AB-E004', `${run.id} is incomplete, and no measure for others`);
      await point('baseline', runPath(name), runsFolder);
      process.stdout.write(`${run.id}\n`);
      process.stderr.write(`Later runs are held against it at their end; now: ${command('compare baseline RUN')}\n`);
    });
  baseline
    .command('show')
    .description('which run that is')
    .action(async () => {
      const found = await readBaseline();
      if (!found) throw new BenchError('AB-E004', 'no baseline is set', { fix: command('baseline set latest') });
      process.stdout.write(`${line(found)}\n`);
    });
}

function line({ run, environment }: Results): string {
  return `${run.id}  ${run.profile}  commit ${environment.commit ?? 'unknown'}`;
}
