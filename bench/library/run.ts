import { Command } from 'commander';
import type { Results } from '../../reports/results/results.ts';
import { command } from '../../reports/text/installation.ts';
import { createProgress } from '../cells/progress.ts';
import { dashed } from '../cli/flag-name.ts';
import { prepareRun } from '../cli/prepare-run.ts';
import { runFlags } from '../cli/run-flags.ts';
import { withoutPasswords } from '../cli/without-passwords.ts';
import { BenchError } from '../errors.ts';
import { budgetNames } from '../plan/budget-names.ts';
import { readCatalogue } from '../plan/catalogue.ts';
import type { RunFlags } from '../run/flags.ts';
import { run as runBench } from '../run/run.ts';
import { openStop } from '../run/stop.ts';
import { readCriteria } from '../runs/acceptance-criteria.ts';
import type { Target } from '../targets/external/description.ts';

type Lists = 'schemes' | 'suite' | 'scenario' | 'formats' | 'failOn' | 'node';
type Texts = Exclude<keyof RunFlags, Lists | 'target' | 'iOwn' | 'dryRun' | 'live'>;

/** The flags of `authbench run` by their names in camel case. What is absent is as on the command line. */
export type RunInput = { readonly [Name in Texts]?: string | number } & {
  readonly [Name in Lists]?: string | readonly string[];
} & {
  /** Of targets, or of paths of their descriptions. */
  readonly target?: string | Target | readonly (string | Target)[];
  /** Remote hosts that are the caller's to attack: nobody is asked. */
  readonly iOwn?: readonly string[];
  /** Ends the run: what is under way ends by itself for 15 s, and what was found is kept. */
  readonly signal?: AbortSignal;
};

export interface RunOutput {
  /** The same as results.json. */
  readonly results: Results;
  /** Where the reports are. */
  readonly folder: string;
}

/**
 * A run as the command line makes it, reports included. It says nothing unless `ui` is given, and listens to no signal of
 * the process.
 * @returns what was found, also where gates were not met: `results.run.exit` has the code and why
 * @throws BenchError of input that cannot be used, before anything starts, and of what the bench itself failed in
 */
export async function run(input: RunInput = {}): Promise<RunOutput> {
  const all = await readCatalogue();
  const { signal, target = [], iOwn, ...named } = input;
  const args = Object.entries({ ui: 'silent', ...named }).flatMap(([name, value]) =>
    value === undefined ? [] : [`--${dashed(name)}`, String(value)],
  );
  const reader = runFlags(new Command('run'), all)
    .exitOverride()
    .configureOutput({ writeErr: () => {} });
  const flags: RunFlags = {
    ...parsed(reader, args),
    ...{ target: [target].flat(), ...(iOwn && { iOwn }) },
  };
  const options = await prepareRun(flags, { all, args });
  const criteria = await readCriteria(flags, budgetNames(all, options.targets), options.resume);
  const progress = createProgress(options.ui);
  using stop = openStop();
  const end = () => stop.end(signal?.reason);
  signal?.addEventListener('abort', end);
  if (signal?.aborted) end();
  try {
    const typed = command(withoutPasswords(['run', ...args].join(' ')));
    const { results, folder } = await runBench({ options, all, command: typed, progress, criteria, stop });
    return { results, folder: folder.path };
  } finally {
    signal?.removeEventListener('abort', end);
    progress.end();
  }
}

/** @throws BenchError AB-E001 of a name or a value that is none */
function parsed(reader: Command, args: readonly string[]): RunFlags {
  try {
    return reader.parse([...args], { from: 'user' }).opts<RunFlags>();
  } catch (cause) {
    throw new BenchError('AB-E001', cause instanceof Error ? cause.message.replace(/^error: /, '') : String(cause));
  }
}
