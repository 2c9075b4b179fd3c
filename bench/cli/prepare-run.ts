import { realpath } from 'node:fs/promises';
import { BenchError } from '../errors.ts';
import { findRuntimes } from '../machine/node-runtime.ts';
import type { Everything } from '../plan/catalogue.ts';
import { withRuntimes } from '../plan/runtime-variations.ts';
import type { RunFlags } from '../run/flags.ts';
import type { RunOptions } from '../run/options.ts';
import { flagsOf } from '../run/resume.ts';
import { readRun, runPath } from '../runs/stored-runs.ts';
import type { Ask } from '../targets/external/describe/ask.ts';
import { named } from './flag-reader.ts';
import { readOptions } from './options.ts';
import { readTargets } from './read-targets.ts';

interface Caller {
  readonly all: Everything;
  /** What was typed, to tell it from what is so by default. */
  readonly args: readonly string[];
  /** Whether a host may be touched; absent where nobody is there. */
  readonly ask?: Ask | undefined;
}

/**
 * What a run is asked to do, checked whole before anything starts.
 * @throws BenchError of every input that cannot be used
 */
export async function prepareRun(flags: RunFlags, { all, args, ask }: Caller): Promise<RunOptions> {
  const stored = flags.resume === undefined ? undefined : await readRun(flags.resume);
  const path = await realpath(runPath(flags.resume ?? '')).catch(() => '');
  const targets = await readTargets(flags, ask);
  const theirs = targets.map(({ id }) => id);
  const asked = stored ? flagsOf(stored, path, flags, args, theirs) : flags;
  return await withNode(readOptions(asked, all, stored, targets), asked);
}
/** @throws BenchError AB-E012 of a Node.js that cannot be used */
async function withNode(options: RunOptions, { node }: Pick<RunFlags, 'node'>): Promise<RunOptions> {
  if (node === undefined) return options;
  const found = await findRuntimes(named(node));
  const runtimes = found.filter((runtime) => runtime.node !== process.versions.node);
  if (runtimes.length === 0)
    throw new BenchError(
      'AB-E001',
      `--node names no other Node.js than the one that runs now, ${process.versions.node}`,
    );
  return { ...options, runtimes, profile: withRuntimes(options.profile, runtimes.length, options.suites.length === 1) };
}
