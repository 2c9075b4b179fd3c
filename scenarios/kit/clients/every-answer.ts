import type { StepName } from '../../../servers/scheme.ts';
import type { Credential, How, Reply, User } from '../../exchange.ts';
import type { Stage } from '../../stage.ts';
import { isRenewed } from './renewal.ts';

export interface StepAnswer {
  readonly step: StepName;
  readonly reply: Reply;
  /** Whose request it was. */
  readonly user: User;
  /** What that client held before and after. */
  readonly held: readonly Credential[];
}

/**
 * The answers of a target to what people ask of it, once each. What changes accounts, and so may only be done to a target
 * of ours, is done to those of the fourth and the fifth user.
 */
export async function everyAnswer(stage: Stage): Promise<StepAnswer[]> {
  const { victim, admin, target } = stage;
  const { steps } = target.protocol;
  const isOurs = stage.hooks.effects !== undefined;
  const answers: StepAnswer[] = [];
  const ask = async (user: User, step: StepName, how: How = {}): Promise<Credential> => {
    const before = how.as ?? {};
    if (!steps[step]) return before;
    const reply = await stage.perform(step, how);
    answers.push({ step, reply, user, held: [before, reply.credential] });
    return reply.credential;
  };
  const logIn = (user: User, password = user.password) =>
    ask(user, 'login', { values: { username: user.username, password } });

  let held = await logIn(victim);
  await ask(victim, 'login', { values: { username: victim.username, password: 'not the password' } });
  await ask(victim, 'me', { as: held });
  await ask(victim, 'slow', { as: held, values: { ms: '0' } });
  if (steps.refresh) {
    await ask(victim, 'refresh', { as: held });
    const renewed = answers.at(-1)?.reply;
    held = renewed && isRenewed(stage, renewed) ? renewed.credential : await logIn(victim);
  }
  await ask(victim, 'me', { as: held });
  if (isOurs) {
    const [changing, changed] = [stage.user(3), stage.user(4)];
    await ask(victim, 'transfer', { as: held });
    await ask(victim, 'payout', { as: held, values: { password: victim.password } });
    const next = `${changing.password}, and more`;
    await ask(changing, 'password', { as: await logIn(changing), values: { password: changing.password, next } });
    const boss = await logIn(admin);
    await ask(admin, 'admin', { as: boss });
    await ask(admin, 'setRole', { as: boss, values: { id: changed.id, role: 'user' } });
    await ask(admin, 'disable', { as: boss, values: { id: changed.id } });
    await ask(admin, 'enable', { as: boss, values: { id: changed.id } });
    await ask(changing, 'signIns', { as: await logIn(changing, next) });
    await ask(admin, 'endSignIns', { as: boss, values: { id: changed.id } });
    await ask(admin, 'addUser', { as: boss, values: { username: 'added', password: `${changed.password}, another` } });
    await ask(admin, 'deleteUser', { as: boss, values: { id: changed.id } });
    await ask(changing, 'logoutAll', { as: await logIn(changing, next) });
  }
  await ask(victim, 'logout', { as: held });
  return answers;
}
