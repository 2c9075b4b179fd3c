import { command } from '../../../reports/text/installation.ts';
import { claimant } from '../../runs/claim.ts';
import { linkedTo, readRun, runNames, runPath } from '../../runs/stored-runs.ts';
import type { Cli } from '../command.ts';

export function addList({ program }: Cli): void {
  program
    .command('list')
    .summary('stored runs')
    .description('stored runs: id, profile, state, exit code, and which of them are latest and baseline')
    .option('--json', 'the same for programs')
    .action(async ({ json }: { json?: true }) => {
      const runs = await Promise.all((await runNames()).map(about));
      process.stdout.write(json ? `${JSON.stringify(runs)}\n` : runs.map((run) => `${line(run)}\n`).join(''));
      if (runs.length === 0) process.stderr.write(`there is no run yet: ${command()}\n`);
    });
}

interface StoredRun {
  readonly id: string;
  readonly state: 'complete' | 'incomplete' | 'running' | 'not readable';
  readonly profile?: string;
  readonly exit?: number;
  /** Such as latest and baseline. */
  readonly links: readonly string[];
}

async function about(id: string): Promise<StoredRun> {
  const isRunning = (await claimant(runPath(id))) !== undefined;
  const stored = await readRun(id).catch(() => undefined);
  if (!stored) return { id, state: isRunning ? 'running' : 'not readable', links: [] };
  const { profile, state, exit } = stored.run;
  const links = await linkedTo(id);
  return isRunning ? { id, state: 'running', profile, links } : { id, state, profile, exit: exit.code, links };
}

function line({ id, state, profile, exit, links }: StoredRun): string {
  if (profile === undefined) return `${id}  ${state}`;
  const ended = exit === undefined ? state : `${state.padEnd(11)} exit ${exit}`;
  return [id, `${profile.padEnd(9)} ${ended}`, ...links].join('  ');
}
