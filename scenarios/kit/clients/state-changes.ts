import type { StepName } from '../../../servers/scheme.ts';
import type { Credential, HttpRequest, User } from '../../exchange.ts';
import type { Stage } from '../../stage.ts';

/** A step that changes something, asked for by whoever may. */
export interface StateChange {
  readonly step: StepName;
  request(): HttpRequest;
  /** What came of it, read where it shows, and taken back again; undefined where nothing did. */
  effect(): Promise<string | undefined>;
}

/**
 * Every state change of our application but login and renewal, each on an account of its own: of the victim, and of the
 * users from the fourth to the eighth; then the fourth and the sixth are asked about again.
 */
export async function stateChanges(stage: Stage): Promise<StateChange[]> {
  const boss = await stage.signIn(stage.admin);
  return [
    await booking(stage, 'transfer', stage.victim),
    await booking(stage, 'payout', stage.user(6)),
    await ending(stage, 'logout', stage.victim),
    await ending(stage, 'logoutAll', stage.user(3)),
    await passwordChange(stage, stage.user(4)),
    await switching(stage, 'disable', boss, stage.user(5)),
    await switching(stage, 'enable', boss, stage.user(6)),
    await roleGiven(stage, boss, stage.user(7)),
    ...(stage.target.protocol.steps.endSignIn ? [await oneEnded(stage, stage.user(3))] : []),
    await allEnded(stage, boss, stage.user(3)),
    added(stage, boss),
    deleted(stage, boss, stage.user(5)),
  ];
}

async function booking(stage: Stage, step: 'transfer' | 'payout', user: User): Promise<StateChange> {
  const held = await stage.signIn(user);
  const booked = async () => (await stage.hooks.effects?.(user.id)) ?? 0;
  let before = await booked();
  return {
    step,
    request: () => stage.request(step, { as: held, values: { password: user.password } }),
    async effect() {
      const now = await booked();
      const gained = now - before;
      before = now;
      return gained > 0 ? `a ${step}` : undefined;
    },
  };
}

async function ending(stage: Stage, step: 'logout' | 'logoutAll', user: User): Promise<StateChange> {
  let held = await stage.signIn(user);
  return {
    step,
    request: () => stage.request(step, { as: held }),
    async effect() {
      if ((await stage.whoAmI(held)) === user.id) return undefined;
      held = await stage.signIn(user);
      return 'an ended sign-in';
    },
  };
}

async function passwordChange(stage: Stage, user: User): Promise<StateChange> {
  let { password } = user;
  let held = await stage.signIn(user);
  const next = () => `${password}, changed`;
  return {
    step: 'password',
    request: () => stage.request('password', { as: held, values: { password, next: next() } }),
    async effect() {
      const login = await logIn(stage, { ...user, password: next() });
      if (!login) return undefined;
      password = next();
      held = login;
      return 'another password';
    },
  };
}

/** An account that is disabled by it, or one that was before and is enabled. */
async function switching(stage: Stage, step: 'disable' | 'enable', boss: Credential, user: User): Promise<StateChange> {
  const how = { as: boss, values: { id: user.id } };
  const back = step === 'disable' ? 'enable' : 'disable';
  if (step === 'enable') await stage.perform('disable', how);
  return {
    step,
    request: () => stage.request(step, how),
    async effect() {
      const mayLogIn = (await logIn(stage, user)) !== undefined;
      if (mayLogIn === (step === 'disable')) return undefined;
      await stage.perform(back, how);
      return step === 'disable' ? 'an account shut out' : 'an account let in';
    },
  };
}

async function roleGiven(stage: Stage, boss: Credential, user: User): Promise<StateChange> {
  const change = (role: string) => ({ as: boss, values: { id: user.id, role } });
  return {
    step: 'setRole',
    request: () => stage.request('setRole', change('admin')),
    async effect() {
      const page = await stage.perform('admin', { as: await stage.signIn(user) });
      if (!stage.target.protocol.steps.admin?.ok.includes(page.status)) return undefined;
      await stage.perform('setRole', change('user'));
      return 'an administrator';
    },
  };
}

/** The sign-in of one device, ended from another one. */
async function oneEnded(stage: Stage, user: User): Promise<StateChange> {
  const own = await stage.signIn(user);
  const { body } = await stage.perform('signIns', { as: own });
  const names = [Object(body).signIns].flat().map((one) => String(Object(one).name));
  return {
    step: 'endSignIn',
    request: () => stage.request('endSignIn', { as: own, values: { name: names[0] ?? '', password: user.password } }),
    async effect() {
      const { body } = await stage.perform('signIns', { as: own });
      const left = [Object(body).signIns].flat().map((one) => String(Object(one).name));
      return names[0] !== undefined && !left.includes(names[0]) ? 'an ended sign-in' : undefined;
    },
  };
}

async function allEnded(stage: Stage, boss: Credential, user: User): Promise<StateChange> {
  let held = await stage.signIn(user);
  return {
    step: 'endSignIns',
    request: () => stage.request('endSignIns', { as: boss, values: { id: user.id } }),
    async effect() {
      if ((await stage.whoAmI(held)) === user.id) return undefined;
      held = await stage.signIn(user);
      return 'ended sign-ins';
    },
  };
}

/** An account is there where its name is taken. */
function added(stage: Stage, boss: Credential): StateChange {
  const how = { as: boss, values: { username: 'asked-for-elsewhere', password: 'chosen by the attacker' } };
  return {
    step: 'addUser',
    request: () => stage.request('addUser', how),
    async effect() {
      const { status, subject } = await stage.perform('addUser', how);
      if (status === 409) return 'an account';
      await stage.perform('deleteUser', { as: boss, values: { id: subject ?? '' } });
      return undefined;
    },
  };
}

function deleted(stage: Stage, boss: Credential, user: User): StateChange {
  return {
    step: 'deleteUser',
    request: () => stage.request('deleteUser', { as: boss, values: { id: user.id } }),
    effect: async () => ((await logIn(stage, user)) ? undefined : 'an account that is gone'),
  };
}

async function logIn(stage: Stage, { id, username, password }: User): Promise<Credential | undefined> {
  const { subject, credential } = await stage.perform('login', { values: { username, password } });
  return subject === id ? credential : undefined;
}
