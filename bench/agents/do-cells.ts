import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readResults } from '../../reports/results/read-results.ts';
import { unless } from '../machine/deadline.ts';
import { guarded } from '../machine/guard.ts';
import type { CellsAnswer, CellsTask } from './task.ts';

const cli = fileURLToPath(new URL('../cli/main.js', import.meta.url));

/**
 * Runs scenarios as a run of their own, in a process of its own, on servers and a store of this machine's loopback. It is
 * gone with all that it started when this resolves, or soon after the agent is.
 * @throws where that run left nothing, with its last words; the signal's reason once it is aborted
 */
export async function doCells(
  { profile, schemes, suites, scenarios, seed, store }: CellsTask,
  signal: AbortSignal,
): Promise<CellsAnswer> {
  const folder = join(tmpdir(), `authbench-cells-${randomBytes(6).toString('hex')}`);
  const log = join(folder, 'said');
  const out = join(folder, 'run');
  await using _ = await guarded(undefined, [], { folder });
  const flags = {
    ...{ profile, schemes: schemes.join(','), suite: suites.join(','), scenario: scenarios.join(',') },
    ...{ seed, store, out, formats: 'json', ui: 'lines', 'fail-on': 'none', confirm: 0 },
  };
  const args = Object.entries(flags).flatMap(([flag, value]) => [`--${flag}`, String(value)]);
  await using program = await guarded(process.execPath, [cli, 'run', ...args], { env: ofItsOwn(process.env), log });
  const { code } = await unless(signal, program.exited);
  const text = await readFile(join(out, 'results.json'), 'utf8').catch(() => undefined);
  const reading = text === undefined ? undefined : readResults(JSON.parse(text));
  if (reading && 'results' in reading) {
    const { cells, samples, attacks, scaling, evidence } = reading.results;
    return { cells, samples, attacks, scaling, evidence };
  }
  const said = await readFile(log, 'utf8').catch(() => '');
  throw new Error(`its run of scenarios ended with ${code}: ${said.trim().split('\n').at(-1) ?? 'it said nothing'}`);
}

/** It is not to look for agents itself, and has a store of its own: the one that is named here is for `servers`. */
export function ofItsOwn({ AUTHBENCH_AGENTS: _, REDIS_URL: __, ...env }: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return env;
}
