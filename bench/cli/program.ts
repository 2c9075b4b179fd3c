import { Command } from 'commander';
import { command, isCheckout } from '../../reports/text/installation.ts';
import { BenchError, errorTable } from '../errors.ts';
import { tool } from '../machine/tool.ts';
import { type Everything, readCatalogue } from '../plan/catalogue.ts';
import type { Cli } from './command.ts';

type Load = () => Promise<(cli: Cli) => void | Promise<void>>;

/** In the order of `--help`. Each is loaded where it is named, since a run takes more than a second to load. */
const commands: Readonly<Record<string, Load>> = {
  run: async () => (await import('./commands/run.ts')).addRun,
  open: async () => (await import('./commands/open.ts')).addOpen,
  report: async () => (await import('./commands/report.ts')).addReport,
  advise: async () => (await import('./commands/advise.ts')).addAdvise,
  plan: async () => (await import('./commands/plan.ts')).addPlan,
  compare: async () => (await import('./commands/compare.ts')).addCompare,
  check: async () => (await import('./commands/check.ts')).addCheck,
  trend: async () => (await import('./commands/trend.ts')).addTrend,
  baseline: async () => (await import('./commands/baseline.ts')).addBaseline,
  list: async () => (await import('./commands/list.ts')).addList,
  calibrate: async () => (await import('./commands/calibrate.ts')).addCalibrate,
  agent: async () => (await import('./commands/agent.ts')).addAgent,
  doctor: async () => (await import('./commands/doctor.ts')).addDoctor,
  explain: async () => (await import('./commands/explain.ts')).addExplain,
  standards: async () => (await import('./commands/standards.ts')).addStandards,
  'init-target': async () => (await import('./commands/init-target.ts')).addInitTarget,
  schema: async () => (await import('./commands/schema.ts')).addSchema,
};

/** Parses the command line and does what it says. @returns the exit code (exit-codes.ts). */
export async function main(given: readonly string[]): Promise<number> {
  forgetEmpty(process.env);
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
  let all: Promise<Everything> | undefined;
  const catalogue = () => {
    all ??= readCatalogue();
    return all;
  };
  for (const load of loadedFor(args)) await (await load())({ program, catalogue, args, exit });
  try {
    await program.parseAsync([...args], { from: 'user' });
  } catch (error) {
    // commander throws to end `--help` and `--version`, which is no failure
    if (error instanceof Error && 'exitCode' in error && error.exitCode === 0) return 0;
    throw withHelpOf(args[0], program, error);
  }
  return code;
}

const versionFlags = ['--version', '-V'];

/** Flags alone are the main job, and so is nothing in a checkout; a word names another command. */
function withCommand(given: readonly string[]): readonly string[] {
  // whoever types the name of a program to see what it is does not wait for five minutes of load
  if (!isCheckout && given.length === 0) return ['--help'];
  const first = given.find((word) => word !== '--debug') ?? '--';
  return first.startsWith('-') && !['--help', '-h', ...versionFlags].includes(first) ? ['run', ...given] : given;
}

/** The one that is named; all of them where help is asked for, or none has that name. */
function loadedFor(args: readonly string[]): readonly Load[] {
  const first = args.find((word) => word !== '--debug') ?? '';
  if (versionFlags.includes(first)) return [];
  const own = Object.hasOwn(commands, first) ? commands[first] : undefined;
  return own ? [own] : Object.values(commands);
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
