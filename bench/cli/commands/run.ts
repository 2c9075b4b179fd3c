import { join } from 'node:path';
import { command } from '../../../reports/text/installation.ts';
import { bothProgress } from '../../cells/both-progress.ts';
import { createProgress } from '../../cells/progress.ts';
import { openLivePage } from '../../live/live-page.ts';
import { budgetNames } from '../../plan/budget-names.ts';
import type { Everything } from '../../plan/catalogue.ts';
import { exitCodes } from '../../run/exit-codes.ts';
import type { RunFlags } from '../../run/flags.ts';
import { run } from '../../run/run.ts';
import { withStop } from '../../run/with-stop.ts';
import { readCriteria } from '../../runs/acceptance-criteria.ts';
import { nameOfRun } from '../../runs/stored-runs.ts';
import type { Cli } from '../command.ts';
import { prepareRun } from '../prepare-run.ts';
import { atTerminal } from '../prompts.ts';
import { runFlags } from '../run-flags.ts';
import { withoutPasswords } from '../without-passwords.ts';
import { dryRunAll } from './targets.ts';

export async function addRun({ program, catalogue, args, exit }: Cli): Promise<void> {
  const all = await catalogue();
  runFlags(program.command('run'), all)
    .description('measure, attack, scale, and write a report')
    .action(async (flags: RunFlags) => exit(await runCommand(flags, all, args)));
}

async function runCommand(flags: RunFlags, all: Everything, args: readonly string[]): Promise<number> {
  const ask = process.stdin.isTTY ? (question: string) => atTerminal((ask) => ask(question)) : undefined;
  const options = await prepareRun(flags, { all, args, ask });
  if (flags.dryRun) return dryRunAll(options);
  const criteria = await readCriteria(flags, budgetNames(all, options.targets), options.resume);
  await using live = flags.live ? await openLivePage() : undefined;
  const told = createProgress(options.ui);
  const progress = live ? bothProgress(told, live.progress) : told;
  if (live) progress.say(`live       ${live.address} shows this run until it ends`);
  const onSignal = (signal: NodeJS.Signals) =>
    progress.say(
      `${signal === 'SIGINT' ? 'Ctrl-C' : signal}: finishing what is under way; once more cuts it. How to go on is said at the end.`,
    );
  try {
    const typed = command(withoutPasswords([...args, ...(flags.seed ? [] : [`--seed ${options.seed}`])].join(' ')));
    const reason = await withStop(async (stop) => {
      const { results, folder, reason } = await run({ options, all, command: typed, progress, criteria, stop });
      progress.end();
      const terminal = all.formats.find(({ id }) => id === 'terminal');
      const path = options.formats.includes('html') ? join(folder.path, 'index.html') : folder.path;
      process.stdout.write(terminal?.print?.(results, { path }) ?? `${path}\n`);
      if (results.run.state === 'incomplete')
        progress.say(`It goes on with  ${command(`--resume ${nameOfRun(folder.path)}`)}`);
      return reason;
    }, onSignal);
    return exitCodes[reason].code;
  } finally {
    progress.end();
  }
}
