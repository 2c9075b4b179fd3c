import type { Credential, User } from '../../exchange.ts';
import type { Stage } from '../../stage.ts';

/** Whether somebody is let do, in their own name, what only an administrator may. */
export async function actsAsAdmin(stage: Stage, { id }: User, as: Credential): Promise<boolean> {
  const { status, subject } = await stage.perform('admin', { as });
  return subject === id && (stage.target.protocol.steps.admin?.ok.includes(status) ?? false);
}
