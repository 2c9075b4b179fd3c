import { setMaxListeners } from 'node:events';
import { readdir, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { Command, Option } from 'commander';
import { analyse } from '../reports/analyse.ts';
import { Results, resultsJsonSchema } from '../reports/results.ts';
import { type Everything, readCatalogue } from './catalogue.ts';
import { doctor } from './doctor.ts';
import { BenchError } from './errors.ts';
import { exitCodes, strongest } from './exit-codes.ts';
import { explain } from './explain.ts';
import { judgeGates } from './gates.ts';
import { gates, type RunFlags, readOptions } from './options.ts';
import { suites } from './plan.ts';
import { profiles } from './profiles.ts';
import { createProgress } from './progress.ts';
import { run } from './run.ts';
import { openRunFolder } from './run-folder.ts';

const runsFolder = join('reports', 'runs');

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

  runFlags(program.command('run'), all)
    .description('measure, attack, scale, and write a report')
    .action(async (flags: RunFlags) => {
      code = await runCommand(flags, all, args);
    });
  program
    .command('report')
    .description('write every file of a stored run again; measures nothing')
    .argument('<run>', 'id, path, or latest')
    .option('--formats <list>', `of ${ids(all.formats)}`)
    .action(async (run: string, { formats }: { formats?: string }) => {
      code = await reportCommand(run, formats, all);
    });
  program.command('list').description('stored runs: id, profile, state, exit code').action(listCommand);
  program
    .command('doctor')
    .description('what this machine offers: store, browser, Docker, cores, load')
    .action(async () => {
      code = await doctor();
    });
  program
    .command('explain')
    .description('any attack, scenario, claim, weakness, verdict, error or exit code')
    .argument('<id...>', 'for example refresh-reuse, AB-E201, or exit 2')
    .action((words: string[]) => {
      process.stdout.write(`${explain(words.join(' '), all)}\n`);
    });
  program
    .command('schema')
    .description('print the JSON Schema of an output')
    .argument('<name>', 'results')
    .action((name: string) => {
      if (name !== 'results') throw new BenchError('AB-E001', `there is no schema '${name}'; there is results`);
      process.stdout.write(`${JSON.stringify(resultsJsonSchema(), null, 2)}\n`);
    });
  try {
    await program.parseAsync([...args], { from: 'user' });
  } catch (error) {
    // commander throws to end `--help` and `--version`, which is no failure
    if (error instanceof Error && 'exitCode' in error && error.exitCode === 0) return 0;
    throw error;
  }
  return code;
}

function runFlags(command: Command, all: Everything): Command {
  const profileList = Object.values(profiles)
    .map(({ id, title, maxMs }) => `${id} (${Math.ceil(maxMs / 60_000)} min: ${title})`)
    .join(', ');
  return command
    .addOption(new Option('--profile <name>', profileList).default('quick').env('AUTHBENCH_PROFILE'))
    .addOption(
      new Option('--schemes <list>', `of ${ids([...all.schemes, ...all.variants])}; !x leaves x out`).env(
        'AUTHBENCH_SCHEMES',
      ),
    )
    .addOption(new Option('--suite <list>', `of ${suites.join(', ')}`).env('AUTHBENCH_SUITE'))
    .addOption(
      new Option('--scenario <list>', 'only these scenarios, by id (authbench explain ID)').env('AUTHBENCH_SCENARIO'),
    )
    .addOption(
      new Option('--seed <n>', 'order of rounds and accounts; drawn and printed when absent').env('AUTHBENCH_SEED'),
    )
    .addOption(new Option('--out <folder>', `default: ${runsFolder}/<id>`).env('AUTHBENCH_OUT'))
    .addOption(new Option('--formats <list>', `of ${ids(all.formats)}`).env('AUTHBENCH_FORMATS'))
    .addOption(
      new Option('--store <where>', 'auto, redis://HOST:PORT, binary, container, embedded, or debian')
        .default('auto')
        .env('REDIS_URL'),
    )
    .addOption(new Option('--allow-remote <host>', 'permits a store on that host, which is not loopback'))
    .addOption(
      new Option('--browser <path>', 'a Chromium for the browser attacks; found by itself where there is one').env(
        'AUTHBENCH_BROWSER',
      ),
    )
    .addOption(
      new Option('--ui <mode>', 'auto, live, lines, json (NDJSON events), silent').default('auto').env('AUTHBENCH_UI'),
    )
    .addOption(
      new Option('--fail-on <list>', `what a run must meet to exit 0, of ${gates.join(', ')}`).default('security'),
    );
}

async function runCommand(flags: RunFlags, all: Everything, args: readonly string[]): Promise<number> {
  const options = readOptions(flags, all);
  const progress = createProgress(options.ui);
  const soft = new AbortController();
  const hard = new AbortController();
  // every request under way listens to it
  setMaxListeners(0, hard.signal);
  const onSignal = (signal: NodeJS.Signals) => {
    if (soft.signal.aborted) hard.abort(new Error(`cut by ${signal}`));
    else progress.say(`${signal}: finishing what is under way; once more to cut it`);
    soft.abort(signal);
  };
  process.on('SIGINT', onSignal).on('SIGTERM', onSignal);
  try {
    const command = ['npm run bench --', ...args, ...(flags.seed ? [] : [`--seed ${options.seed}`])].join(' ');
    const { results, folder, reason } = await run(options, all, command, progress, {
      soft: soft.signal,
      hard: hard.signal,
    });
    progress.end();
    const terminal = all.formats.find(({ id }) => id === 'terminal');
    process.stdout.write(terminal?.print?.(results, { path: folder.path }) ?? `${folder.path}\n`);
    return exitCodes[reason].code;
  } finally {
    progress.end();
    process.off('SIGINT', onSignal).off('SIGTERM', onSignal);
  }
}

async function reportCommand(name: string, formats: string | undefined, all: Everything): Promise<number> {
  const path = resolve(name.includes('/') ? name : join(runsFolder, name));
  const stored = await readResults(path);
  const chosen = all.formats.filter(({ id }) => formats === undefined || formats.split(',').includes(id));
  const files = await openRunFolder(path).publish(analyse(stored, all.claims), chosen);
  process.stdout.write(`${files.map((file) => join(path, file)).join('\n')}\n`);
  const { reason } = judgeGates(stored, ['security']);
  return exitCodes[strongest([reason])].code;
}

async function listCommand(): Promise<void> {
  const names = (await readdir(runsFolder).catch(() => [])).filter(
    (name) => name !== 'latest' && !name.startsWith('.'),
  );
  for (const name of names.sort()) {
    const stored = await readResults(join(runsFolder, name)).catch(() => undefined);
    const about = stored
      ? `${stored.run.profile.padEnd(9)} ${stored.run.state.padEnd(11)} exit ${stored.run.exit.code}`
      : 'not readable';
    process.stdout.write(`${name}  ${about}\n`);
  }
}

/** @throws BenchError AB-E004 when there is no run, or one of another major version. */
async function readResults(path: string): Promise<Results> {
  const file = join(path, 'results.json');
  const text = await readFile(file, 'utf8').catch((cause) => {
    throw new BenchError('AB-E004', `there is no run at ${path}`, { cause });
  });
  const parsed = Results.safeParse(JSON.parse(text));
  if (!parsed.success)
    throw new BenchError('AB-E004', `${file} is not of this version's schema`, { cause: parsed.error });
  return parsed.data;
}

function ids(items: readonly { readonly id: string }[]): string {
  return items.map(({ id }) => id).join(', ');
}
