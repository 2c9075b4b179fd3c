import { Command } from 'commander';
import { command, isCheckout } from '../../reports/text/installation.ts';
import { BenchError, errorTable } from '../errors.ts';
import { tool } from '../machine/tool.ts';
import { readCatalogue } from '../plan/catalogue.ts';
import type { Cli } from './command.ts';
import { addAdvise } from './commands/advise.ts';
import { addAgent } from './commands/agent.ts';
import { addBaseline } from './commands/baseline.ts';
import { addCalibrate } from './commands/calibrate.ts';
import { addCheck } from './commands/check.ts';
import { addCompare } from './commands/compare.ts';
import { addDoctor } from './commands/doctor.ts';
import { addExplain } from './commands/explain.ts';
import { addInitTarget } from './commands/init-target.ts';
import { addList } from './commands/list.ts';
import { addOpen } from './commands/open.ts';
import { addPlan } from './commands/plan.ts';
import { addReport } from './commands/report.ts';
import { addRun } from './commands/run.ts';
import { addSchema } from './commands/schema.ts';
import { addStandards } from './commands/standards.ts';
import { addTrend } from './commands/trend.ts';

/** In the order of `--help`. */
const commands: readonly ((cli: Cli) => void)[] = [
  addRun,
  addOpen,
  addReport,
  addAdvise,
  addPlan,
  addCompare,
  addCheck,
  addTrend,
  addBaseline,
  addList,
  addCalibrate,
  addAgent,
  addDoctor,
  addExplain,
  addStandards,
  addInitTarget,
  addSchema,
];

/** Parses the command line and does what it says. @returns the exit code (exit-codes.ts). */
export async function main(given: readonly string[]): Promise<number> {
  forgetEmpty(process.env);
  const all = await readCatalogue();
  const args = withCommand(given);
  let code = 0;
  const program = new Command(isCheckout ? 'npm run bench --' : 'authbench')
    .description('Settles "sessions or JWT?" by experiment.')
    .usage('[command] [flags]')
    .version(tool.version)
    .helpCommand('help [command]', 'what a command does, and its flags')
    .addHelpText('after', afterCommands)
    .configureHelp({
      subcommandTerm: (command) => `${command.name()} ${command.usage()}`.replace(/ \[options\]( \[command\])?/, ''),
    })
    .showSuggestionAfterError()
    .exitOverride((error) => {
      if (error.exitCode === 0) throw error;
      // commander's word for `help` of what there is not
      const said = error.code === 'commander.help' ? 'there is no such command' : error.message;
      throw new BenchError('AB-E001', said.replace(/^error: /, ''));
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
    throw withHelpOf(args[0], program, error);
  }
  return code;
}

/** Flags alone are the main job, and so is nothing in a checkout; a word names another command. */
function withCommand(given: readonly string[]): readonly string[] {
  // whoever types the name of a program to see what it is does not wait for five minutes of load
  if (!isCheckout && given.length === 0) return ['--help'];
  const first = given.find((word) => word !== '--debug') ?? '--';
  return first.startsWith('-') && !['--help', '-h'].includes(first) ? ['run', ...given] : given;
}

/** A variable that is empty, as CI files have them, is one that was not set. */
function forgetEmpty(env: NodeJS.ProcessEnv): void {
  for (const [name, value] of Object.entries(env))
    if (value === '' && (name === 'REDIS_URL' || name.startsWith('AUTHBENCH_'))) delete env[name];
}

const afterCommands = `
${isCheckout ? 'Without a command it does run' : 'Begin with npx authbench run, which takes about 5 min, or in one'}: ${command('--profile smoke')}
All flags of run: ${command('help run')}`;

/** Whoever mistyped a flag of a command needs the flags of that one. */
function withHelpOf(name: string | undefined, { commands }: Command, error: unknown): unknown {
  if (!(error instanceof BenchError) || error.code !== 'AB-E001' || error.fix !== errorTable['AB-E001'].fix)
    return error;
  const known = commands.find((one) => one.name() === name);
  if (known === undefined) return error;
  const { cause, tried } = error;
  const fix = `see ${command(`help ${known.name()}`)}`;
  return new BenchError('AB-E001', error.message, { tried, fix, ...(cause !== undefined && { cause }) });
}
