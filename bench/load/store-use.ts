import type { Credential } from '../../scenarios/exchange.ts';
import type { LoadScenario } from '../../scenarios/kinds/load.ts';
import type { Stage } from '../../scenarios/stage.ts';
import type { StepName } from '../../servers/scheme.ts';
import type { Block } from '../generator/job.ts';
import type { LiveTarget } from '../targets/live-target.ts';
import { stepsOf } from './load-jobs.ts';

/** Commands to the store by the step that they were part of. */
export type StepCommands = ReadonlyMap<StepName, number>;

/**
 * How many commands each step of a scenario is for the store, by its own count before and after, on a target that nobody
 * else asks meanwhile. Undefined where the bench cannot look at its store.
 */
export async function commandsOf(
  stage: Stage,
  scenario: LoadScenario,
  { target, store }: Pick<LiveTarget, 'target' | 'store'>,
): Promise<StepCommands | undefined> {
  const commands = new Map<StepName, number>();
  if (!store) return undefined;
  if (target.traits.store === 'never') return commands;
  const { storeCommands } = stage.hooks;
  if (!storeCommands) return undefined;
  const { username, password } = stage.victim;
  let held: Credential = scenario.signedIn ? await stage.signIn(stage.victim) : {};
  for (const step of new Set(stepsOf(scenario, target))) {
    const before = await storeCommands();
    const how = step === 'login' ? { values: { username, password } } : { as: held };
    held = (await stage.perform(step, how)).credential;
    commands.set(step, (await storeCommands()) - before);
  }
  return commands;
}

/** Of the requests of a block, how many asked the store. Undefined where no request was answered. */
export function storeShareOf({ steps, counts }: Pick<Block, 'steps' | 'counts'>, commands: StepCommands) {
  if (counts.completed === 0) return undefined;
  const asking = [...commands].filter(([, count]) => count > 0);
  return asking.reduce((sum, [step]) => sum + (steps[step] ?? 0), 0) / counts.completed;
}
