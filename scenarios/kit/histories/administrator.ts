import type { Credential, Reply } from '../../exchange.ts';
import type { Stage } from '../../stage.ts';

/** What an administrator does to accounts. They log in once, and again after time has passed. */
export interface Administrator {
  act(step: 'disable' | 'enable' | 'setRole', values: Readonly<Record<string, string>>): Promise<Reply>;
  timePassed(): void;
}

export function newAdministrator(stage: Stage): Administrator {
  const { username, password } = stage.admin;
  let held: Credential | undefined;
  return {
    async act(step, values) {
      held ??= (await stage.perform('login', { values: { username, password }, unrecorded: true })).credential;
      const reply = await stage.perform(step, { as: held, values, unrecorded: true });
      if (!(stage.target.protocol.steps[step]?.ok.includes(reply.status) ?? false))
        throw new Error(`an administrator was refused to ${step}: ${reply.status}`);
      return reply;
    },
    timePassed() {
      held = undefined;
    },
  };
}
