import { join } from 'node:path';
import type { RunnerParts } from '../cells/run-cell.ts';
import type { SensitivityCell } from '../plan/plan-sensitivity.ts';
import type { Profile } from '../plan/profiles.ts';
import type { RunContext } from '../targets/run-context.ts';
import { fewestFrom, inTime } from './in-time.ts';
import { loadOffered } from './load.ts';
import type { LoadParts } from './load-parts.ts';
import { openMeasuringContext } from './measuring-context.ts';
import { offeredRates } from './offered-rates.ts';
import { runRound } from './run-round.ts';

/** Rounds go on until the plan is done, or until the next one would not end in time. */
export async function runSensitivity(rounds: readonly (readonly SensitivityCell[])[], parts: LoadParts): Promise<void> {
  const { profile, stop, builder } = parts;
  if (rounds.length === 0 || stop.soft.aborted) return;
  const extent: Profile['load'] = { ...profile.load, ...profile.sensitivity };
  const until = performance.now() + profile.sensitivity.reservedMs;
  await using measuring = await openMeasuringContext(parts);
  const { generator, context } = measuring;
  const offerTo = await offeredRates('variations', rounds, extent, measuring, parts);
  const withAccounts = accountsOf(context, parts);
  let last = 0;
  for (const round of inTime(rounds, until, stop.soft, fewestFrom(until, rounds, profile))) {
    await runRound(round, parts, async (cell, { signal }, slot) => {
      const own = { ...(await withAccounts(cell)), signal };
      return loadOffered(cell, offerTo(cell), { extent, generator, context: own, slot });
    });
    if (stop.soft.aborted) break;
    last = round[0]?.round ?? last;
  }
  builder.looked('sensitivity', last);
}

/** The cost of a password is in the accounts that are there already, and not in what a server is told. */
function accountsOf(context: RunContext, { accountsAt }: Pick<RunnerParts, 'accountsAt'>) {
  const written = new Map<number, Promise<string>>();
  const write = async (cost: number) => {
    const path = join(context.folder, `accounts-at-${cost}.jsonl`);
    await accountsAt(path, cost);
    return path;
  };
  return async ({ variation }: SensitivityCell): Promise<RunContext> => {
    const cost = variation?.settings?.passwordCost;
    if (cost === undefined) return context;
    const file = written.get(cost) ?? write(cost);
    written.set(cost, file);
    return { ...context, accounts: { ...context.accounts, template: await file } };
  };
}
