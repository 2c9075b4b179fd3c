import { randomBytes } from 'node:crypto';
import type { Credential, Reply, User } from '../../../scenarios/exchange.ts';
import { passwordAsBefore } from '../../../scenarios/kit/clients/as-before.ts';
import type { Stage } from '../../../scenarios/stage.ts';

/**
 * Whether steps that change something of their user do: what `transfer` changes is read back, and with a new password its
 * owner signs in, who gets the one from before again.
 * @returns what is not so
 */
export async function changesWork(stage: Stage, as: Credential, user: User): Promise<string | undefined> {
  const { transfer, effect, password } = stage.target.protocol.steps;
  const wrong = transfer && effect ? await transferWorks(stage, as) : undefined;
  return wrong ?? (password ? await passwordWorks(stage, as, user) : undefined);
}

async function transferWorks(stage: Stage, as: Credential): Promise<string | undefined> {
  const { transfer, effect } = stage.target.protocol.steps;
  const read = () => stage.perform('effect', { as, mayBeSilent: true });
  const before = await read();
  if (!effect?.ok.includes(before.status) || before.subject === undefined)
    return `the effect of a change reads nothing: it was ${answered(before)}`;
  const change = await stage.perform('transfer', { as, mayBeSilent: true });
  if (!transfer?.ok.includes(change.status) || change.failure !== undefined)
    return `the change (transfer) was ${answered(change)}`;
  const after = await read();
  if (after.subject === before.subject)
    return `the change (transfer) was ${answered(change)}, and its effect still reads '${before.subject}'`;
  await stage.perform('transfer', { as, values: { fresh: before.subject }, mayBeSilent: true });
  return undefined;
}

async function passwordWorks(stage: Stage, as: Credential, user: User): Promise<string | undefined> {
  const { username, password } = user;
  const next = `${password} ${randomBytes(4).toString('hex')}`;
  const change = await stage.perform('password', { as, values: { password, next }, mayBeSilent: true });
  const login = await stage.perform('login', { values: { username, password: next }, mayBeSilent: true });
  const owner = await stage.whoAmI(login.credential);
  if (owner !== user.id) return `the new password was ${answered(change)}, and nobody signs in with it`;
  await passwordAsBefore(stage, user, next);
  return undefined;
}

function answered({ status, failure }: Reply): string {
  return `answered ${status}${failure === undefined ? '' : ` (${failure})`}`;
}
