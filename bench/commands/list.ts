import { readBaseline, readRun, runNames } from '../stored/stored-runs.ts';
import type { Cli } from './command.ts';

export function addList({ program }: Cli): void {
  program
    .command('list')
    .description('stored runs: id, profile, state, exit code')
    .action(async () => {
      const baseline = await readBaseline();
      for (const name of await runNames()) {
        const stored = await readRun(name).catch(() => undefined);
        const about = stored
          ? `${stored.run.profile.padEnd(9)} ${stored.run.state.padEnd(11)} exit ${stored.run.exit.code}${stored.run.id === baseline?.run.id ? '  baseline' : ''}`
          : 'not readable';
        process.stdout.write(`${name}  ${about}\n`);
      }
    });
}
