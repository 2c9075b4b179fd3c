import { Command } from 'commander';
import { readCatalogue } from './catalogue.ts';
import { addAdvise } from './commands/advise.ts';
import { addBaseline } from './commands/baseline.ts';
import { addCalibrate } from './commands/calibrate.ts';
import { addCheck } from './commands/check.ts';
import type { Cli } from './commands/command.ts';
import { addCompare } from './commands/compare.ts';
import { addDoctor } from './commands/doctor.ts';
import { addExplain } from './commands/explain.ts';
import { addInitTarget } from './commands/init-target.ts';
import { addList } from './commands/list.ts';
import { addReport } from './commands/report.ts';
import { addRun } from './commands/run.ts';
import { addSchema } from './commands/schema.ts';
import { BenchError } from './errors.ts';

/** In the order of `--help`. */
const commands: readonly ((cli: Cli) => void)[] = [
  addRun,
  addReport,
  addAdvise,
  addCompare,
  addCheck,
  addBaseline,
  addList,
  addCalibrate,
  addDoctor,
  addExplain,
  addInitTarget,
  addSchema,
];

/** Parses the command line and does what it says. @returns the exit code (exit-codes.ts). */
export async function main(args: readonly string[]): Promise<number> {
  const all = await readCatalogue();
  let code = 0;
  const program = new Command('authbench')
    .description('Settles "sessions or JWT?" by experiment. Without a command it does `run`.')
    .helpCommand(false)
    .showSuggestionAfterError()
    .exitOverride((error) => {
      if (error.exitCode !== 0) throw new BenchError('AB-E001', error.message.replace(/^error: /, ''));
      throw error;
    })
    .configureOutput({ writeErr: () => {} })
    .option('--debug', 'print stacks of errors');
  const exit = (wanted: number) => {
    code = wanted;
  };
  for (const add of commands) add({ program, all, args, exit });
  try {
    await program.parseAsync([...args], { from: 'user' });
  } catch (error) {
    // commander throws to end `--help` and `--version`, which is no failure
    if (error instanceof Error && 'exitCode' in error && error.exitCode === 0) return 0;
    throw error;
  }
  return code;
}
