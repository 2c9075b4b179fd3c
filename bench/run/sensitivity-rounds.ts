import { join } from 'node:path';
import { findRates, runLoad } from '../cells/load.ts';
import { startGenerator } from '../load/generator.ts';
import type { SensitivityCell } from '../plan/plan-sensitivity.ts';
import type { Profile } from '../plan/profiles.ts';
import type { Grounds } from '../target/target.ts';
import type { RunnerParts } from './run-cell.ts';
import { runRound } from './run-round.ts';

/** Rounds go on until the plan is done, or until the next one would not end in time. */
export async function runSensitivity(
  rounds: readonly (readonly SensitivityCell[])[],
  parts: RunnerParts,
): Promise<void> {
  const { profile, stores, stop, schemes, progress } = parts;
  if (rounds.length === 0 || stop.soft.aborted) return;
  const extent: Profile['load'] = { ...profile.load, ...profile.sensitivity };
  const until = performance.now() + profile.sensitivity.reservedMs;
  const grounds: Grounds = { ...parts.grounds, store: stores[0] };
  await using generator = await startGenerator();
  const scenarios = [...new Set(rounds.flat().map(({ scenario }) => scenario))];
  const rates = await findRates(scenarios, schemes, extent, generator, grounds);
  for (const { id } of scenarios) progress.say(`variations ${id}: ${rates.get(id)} requests/s offered to every arm`);
  const withAccounts = accountsOf(grounds, parts);
  let longestMs = 0;
  for (const round of rounds) {
    const start = performance.now();
    if (longestMs > 0 && start + longestMs > until) break;
    await runRound(round, parts, async (cell, { signal }, part) => {
      const rate = rates.get(cell.scenario.id) ?? 1;
      return runLoad(cell, rate, extent, generator, { ...(await withAccounts(cell)), signal }, part);
    });
    if (stop.soft.aborted) break;
    longestMs = Math.max(longestMs, performance.now() - start);
  }
}

/** The cost of a password is in the accounts that are there already, and not in what a server is told. */
function accountsOf(grounds: Grounds, { accountsAt }: Pick<RunnerParts, 'accountsAt'>) {
  const written = new Map<number, Promise<string>>();
  const write = async (cost: number) => {
    const path = join(grounds.folder, `accounts-at-${cost}.jsonl`);
    await accountsAt(path, cost);
    return path;
  };
  return async ({ variation }: SensitivityCell): Promise<Grounds> => {
    const cost = variation?.settings?.passwordCost;
    if (cost === undefined) return grounds;
    const file = written.get(cost) ?? write(cost);
    written.set(cost, file);
    return { ...grounds, accounts: { ...grounds.accounts, template: await file } };
  };
}
