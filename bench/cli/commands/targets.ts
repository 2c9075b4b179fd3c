import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BenchError } from '../../errors.ts';
import { createRandom } from '../../machine/random.ts';
import { exitCodes } from '../../run/exit-codes.ts';
import type { RunFlags, RunOptions } from '../../run/options.ts';
import { consent } from '../../targets/external/consent.ts';
import { dryRun } from '../../targets/external/describe/dry-run.ts';
import { type ExternalTarget, readTarget } from '../../targets/external/external-target.ts';
import { targetPlanText } from '../../targets/external/plan-text.ts';
import { readDescription } from '../../targets/external/read-description.ts';
import { atTerminal } from '../prompts.ts';

/** Reads what --target names, and asks whether it may be touched. Nothing is sent before. */
export async function readTargets({
  target = [],
  allowRemote,
  iOwn = [],
  dryRun,
}: RunFlags): Promise<ExternalTarget[]> {
  if (dryRun && target.length === 0)
    throw new BenchError('AB-E001', '--dry-run is for targets: name one with --target FILE');
  const targets: ExternalTarget[] = [];
  for (const file of target) {
    const described = readTarget(await readDescription(file), process.env, file);
    for (const line of targetPlanText(described)) process.stderr.write(`${line}\n`);
    targets.push(described);
  }
  const permission = {
    allowed: allowRemote?.split(',') ?? [],
    owned: iOwn,
    ask: process.stdin.isTTY ? (question: string) => atTerminal((ask) => ask(question)) : undefined,
  };
  for (const { external } of targets) await consent(external.description.origin, permission);
  return targets;
}

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
