import type { Hooks } from '../../../scenarios/hooks/hooks.ts';
import { breaksStore } from '../../store/breaking-hooks.ts';
import type { RunContext } from '../run-context.ts';

/** Why this run cannot offer a hook that a scenario needs; undefined where it offers all of them. */
export function unmetNeed(
  hooks: readonly (keyof Hooks)[] = [],
  {
    mayKillStore,
    browser,
    clusters,
    store,
  }: Pick<RunContext, 'mayKillStore' | 'browser' | 'clusters'> & Partial<Pick<RunContext, 'store'>>,
): string | undefined {
  if (!browser && hooks.includes('browser'))
    return 'there is no Chromium here: install chromium, or name one with --browser PATH';
  if (!mayKillStore && [...breaksStore, 'advance' as const].some((hook) => hooks.includes(hook)))
    return 'the store was given by its address and is not ours to break';
  if (store && !store.traffic && hooks.includes('storeCommands'))
    return 'the store refuses INFO to its user: how often it is asked cannot be told';
  return hooks.map((hook) => clusters.lacks?.[hook]).find((because) => because !== undefined);
}
