import type { Hooks } from '../../hooks/hooks.ts';
import type { Stage } from '../../stage.ts';

/** A hook that a scenario cannot do without. @throws where the target lacks it. */
export function needed<K extends keyof Hooks>({ hooks }: Pick<Stage, 'hooks'>, name: K): NonNullable<Hooks[K]> {
  const hook = hooks[name];
  if (hook === undefined) throw new Error(`the target offers no ${name}`);
  return hook;
}
