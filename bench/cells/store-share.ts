import type { LoadScenario } from '../../scenarios/load.ts';
import type { Credential, Stage, Target } from '../../scenarios/stage.ts';
import type { StepName } from '../../servers/scheme.ts';
import type { Block } from '../load/job.ts';
import { stepsOf } from './load-jobs.ts';

/**
 * Which steps of a scenario ask the store, by its own count of commands before and after each, on a target that nobody
 * else asks meanwhile. Undefined for a server that is not ours, whose store counts for nobody here.
 */
export async function stepsThatAsk(
  stage: Stage,
  scenario: LoadScenario,
  target: Target,
): Promise<ReadonlySet<StepName> | undefined> {
  const asking = new Set<StepName>();
  if (target.foreign) return undefined;
  if (target.traits.store === 'never') return asking;
  const { storeCommands } = stage.hooks;
  if (!storeCommands) return undefined;
  const { username, password } = stage.victim;
  let held: Credential = scenario.signedIn ? await stage.signIn(stage.victim) : {};
  for (const step of new Set(stepsOf(scenario, target))) {
    const before = await storeCommands();
    const how = step === 'login' ? { values: { username, password } } : { as: held };
    held = (await stage.perform(step, how)).credential;
    if ((await storeCommands()) > before) asking.add(step);
  }
  return asking;
}

/** Of the requests of a block, how many were steps that ask. */
export function shareOf({ steps, counts }: Pick<Block, 'steps' | 'counts'>, asking: ReadonlySet<StepName>): number {
  return [...asking].reduce((sum, step) => sum + (steps[step] ?? 0), 0) / counts.completed;
}
