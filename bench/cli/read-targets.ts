import { BenchError } from '../errors.ts';
import type { RunFlags } from '../run/flags.ts';
import { consent } from '../targets/external/consent.ts';
import type { Ask } from '../targets/external/describe/ask.ts';
import { type ExternalTarget, readTarget } from '../targets/external/external-target.ts';
import { targetPlanText } from '../targets/external/plan-text.ts';
import { checkDescription, readDescription } from '../targets/external/read-description.ts';

/** Reads what --target names, and asks whether it may be touched. Nothing is sent before. */
export async function readTargets(
  { target = [], allowRemote, iOwn = [], dryRun, ui }: RunFlags,
  ask: Ask | undefined,
): Promise<ExternalTarget[]> {
  if (dryRun && target.length === 0)
    throw new BenchError('AB-E001', '--dry-run is for targets: name one with --target FILE');
  const targets: ExternalTarget[] = [];
  for (const one of target) {
    const described =
      typeof one === 'string'
        ? readTarget(await readDescription(one), process.env, one)
        : readTarget(checkDescription(one, 'the target'), process.env);
    if (ui !== 'silent') for (const line of targetPlanText(described)) process.stderr.write(`${line}\n`);
    targets.push(described);
  }
  const permission = { allowed: allowRemote?.split(',') ?? [], owned: iOwn, ask };
  for (const { external } of targets) await consent(external.description.origin, permission);
  return targets;
}
