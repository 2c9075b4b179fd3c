import type { Credential } from '../../exchange.ts';
import type { Stage } from '../../stage.ts';

/** What has come of changes that the victim asked for, as the database has it, or as the step shows it that reads it back. */
export async function effectOf(stage: Stage, as: Credential): Promise<string> {
  const { hooks, victim, target } = stage;
  if (hooks.effects) return String(await hooks.effects(victim.id));
  const { status, subject } = await stage.perform('effect', { as });
  if (target.protocol.steps.effect?.ok.includes(status) && subject !== undefined) return subject;
  throw new Error(`the effect of a change could not be read back: the answer was ${status}`);
}

/** Of what the victim's data is asked as, beside the browser that somebody plays with. */
export interface Effects {
  /** How often something came of it: where only a value is shown, whether. */
  by(act: () => Promise<unknown>): Promise<number>;
}

export async function watchEffects(stage: Stage): Promise<Effects> {
  const { hooks, victim } = stage;
  const held = hooks.effects ? {} : await stage.signIn(victim);
  const now = () => effectOf(stage, held);
  return {
    async by(act) {
      const before = await now();
      await act();
      const after = await now();
      return hooks.effects ? Number(after) - Number(before) : before === after ? 0 : 1;
    },
  };
}
