import { command } from '../../../reports/text/installation.ts';
import { claimant } from '../../runs/claim.ts';
import { linkedTo, readRun, runNames, runPath } from '../../runs/stored-runs.ts';
import type { Cli } from '../command.ts';

export function addList({ program }: Cli): void {
  program
    .command('list')
    .summary('stored runs')
    .description('stored runs: id, profile, state, exit code, and which of them are latest and baseline')
    .action(async () => {
      const names = await runNames();
      const rows = await Promise.all(names.map(async (name) => `${name}  ${await about(name)}\n`));
      process.stdout.write(rows.join(''));
      if (rows.length === 0) process.stderr.write(`there is no run yet: ${command()}\n`);
    });
}

async function about(name: string): Promise<string> {
  const isRunning = (await claimant(runPath(name))) !== undefined;
  const stored = await readRun(name).catch(() => undefined);
  if (!stored) return isRunning ? 'running' : 'not readable';
  const { profile, state, exit } = stored.run;
  const ended = isRunning ? 'running' : `${state.padEnd(11)} exit ${exit.code}`;
  return [`${profile.padEnd(9)} ${ended}`, ...(await linkedTo(name))].join('  ');
}
