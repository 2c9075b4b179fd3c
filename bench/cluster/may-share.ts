import type { Hooks } from '../../scenarios/hooks/hooks.ts';
import type { Needs } from '../../scenarios/kinds/scenario.ts';

/**
 * Hooks that reach a server by HTTP, the data behind it, or its store, which no other server has meanwhile. All others
 * reach its process, its clock or its way to the store, or ask how fast it answers.
 */
const besideProcess: readonly (keyof Hooks)[] = [
  'effects',
  'mint',
  'verifyingKey',
  'readStore',
  'restoreStore',
  'killStore',
  'restartStore',
  'storeCommands',
  'browser',
];

/** Whether a scenario meets the same server where that shares its process with others. */
export function mayShareProcess(needs: Needs | undefined): boolean {
  const { alone, hooks = [], hooksOfOurs = [] } = needs ?? {};
  const all = [...hooks, ...hooksOfOurs];
  return alone !== 'process' && alone !== 'machine' && all.every((hook) => besideProcess.includes(hook));
}
