import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BenchError } from '../../errors.ts';
import { createRandom } from '../../machine/random.ts';
import { exitCodes } from '../../run/exit-codes.ts';
import type { RunOptions } from '../../run/options.ts';
import { dryRun } from '../../targets/external/describe/dry-run.ts';

/** @returns the exit code: whether every description is true */
export async function dryRunAll({ targets, profile, seed }: RunOptions): Promise<number> {
  const logFolder = await mkdtemp(join(tmpdir(), 'authbench-dry-run-'));
  try {
    let right = true;
    for (const target of targets) {
      process.stdout.write(`${target.id}\n`);
      const signal = new AbortController().signal;
      const options = { logFolder, random: createRandom(seed), effort: profile.id, signal, env: process.env };
      right = (await dryRun(target, options, (line) => process.stdout.write(`  ${line}\n`))) && right;
    }
    return right ? exitCodes.ok.code : new BenchError('AB-E601').exitCode;
  } finally {
    await rm(logFolder, { recursive: true, force: true });
  }
}
