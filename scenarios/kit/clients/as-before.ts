import type { Reply, User } from '../../exchange.ts';
import type { Stage } from '../../stage.ts';

/** Changes the password of an account back from this one: an external target is asked with the same accounts again. */
export async function passwordAsBefore(stage: Stage, user: User, present: string): Promise<void> {
  await asBefore(stage, user, 'its password was changed', async () => {
    const { credential: as } = await logIn(stage, { ...user, password: present });
    return stage.perform('password', { as, values: { password: present, next: user.password } });
  });
}

/** Lets a disabled account in again. */
export async function enabledAsBefore(stage: Stage, user: User): Promise<void> {
  await asBefore(stage, user, 'it was disabled', async () => {
    if (!stage.target.protocol.steps.enable) return undefined;
    // whoever disabled it may have no token any more
    const { credential: as } = await logIn(stage, stage.admin);
    return stage.perform('enable', { as, values: accountOf(user) });
  });
}

/** How steps of an administrator name an account. */
export function accountOf({ id, username }: User): Readonly<Record<string, string>> {
  return { id, username };
}

/**
 * By the step that undoes it; where that does not do it, by the reset that the owner described.
 * @throws when the account cannot sign in as before: whatever comes later on this target would find it changed
 */
async function asBefore(stage: Stage, user: User, what: string, undo: () => Promise<Reply | undefined>): Promise<void> {
  const answer = await undo();
  if (await signsIn(stage, user)) return;
  if (stage.target.protocol.steps.reset) await stage.perform('reset');
  if (await signsIn(stage, user)) return;
  const said = answer === undefined ? '' : `: the step back was answered ${answer.status}`;
  throw new Error(`account ${user.username} is not as it was before ${what}${said}`);
}

/** Whether the name and the password of an account are enough to be signed in. */
export async function signsIn(stage: Stage, user: User): Promise<boolean> {
  const { status, credential } = await logIn(stage, user);
  return stage.target.protocol.steps.login.ok.includes(status) && (await stage.whoAmI(credential)) === user.id;
}

function logIn(stage: Stage, { username, password }: User): Promise<Reply> {
  return stage.perform('login', { values: { username, password } });
}
