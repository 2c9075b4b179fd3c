import type { Reply, User } from '../../exchange.ts';
import type { Attack, Judgement } from '../../kinds/attack.ts';
import { together } from '../../kit/evidence/together.ts';
import type { Stage } from '../../stage.ts';

type Seen = {
  readonly disabled: boolean;
  /** The right password of a disabled account. */
  readonly refused: { readonly status: number; readonly handedOut: boolean; readonly speaksFor: 'owner' | 'nobody' };
  /** A login, and the order that disables its account while its password is being compared. */
  readonly crossed: { readonly tries: number; readonly overlapped: number; readonly alive: number };
  /** Logins released together with the order that disables the account. */
  readonly raced: { readonly logins: number; readonly handedOut: number; readonly alive: number };
};

const logins = 12;
/** An order given so much later comes while a password of this cost is still being compared. */
const passwordCost = 17;
const laterMs = 60;

export default {
  kind: 'attack',
  id: 'partial-login-persisted',
  title: 'A login that is refused halfway',
  question: 'Is a sign-in really absent when a login is refused after its password was found right?',
  goal: 'Be signed in by a login that was refused, because the server remembered who it was before it had checked everything.',
  precondition: 'own-account',
  severity: 'high',
  references: ['CWE-841', 'CWE-362', 'ASVS 2.3.1', 'ASVS 7.4.2'],
  steps: [
    'An administrator disables an account; its owner logs in with the right password and keeps every cookie of the refusal.',
    'With them they ask who they are.',
    'Another account, whose password takes long to be compared, is disabled while it logs in.',
    `For a third account ${logins} logins and the order to disable it are released together; whatever a login handed out is tried afterwards.`,
  ],
  fix: 'Make a sign-in only when every condition is met, and write none before. Ask once more after the password hash whether the account is enabled.',
  controls: ['identity-before-conditions', 'login-outruns-ending'],
  needs: { steps: ['disable', 'password'], ourRoutes: true, users: 8, settings: { passwordCost } },
  appliesTo: ({ ambient }) =>
    ambient === 'every-request' || 'a refusal carries no credential, and nothing else signs a request',
  expected: () => 'blocked',

  async attempt(stage) {
    const { admin, target } = stage;
    const [owner, racer] = [stage.user(3), stage.user(4)];
    const boss = await stage.signIn(admin);
    const disable = (id: string) => stage.request('disable', { as: boss, values: { id } });
    const done = await stage.send(disable(owner.id));
    const login = ({ username, password }: typeof owner) => ({ values: { username, password } });
    const reply = await stage.perform('login', login(owner));
    const speaksFor = (await stage.whoAmI(reply.credential)) === owner.id ? 'owner' : 'nobody';
    const refused = { status: reply.status, handedOut: Object.keys(reply.credential).length > 0, speaksFor } as const;

    const crossed = { tries: 0, overlapped: 0, alive: 0 };
    for (const user of [5, 6, 7].map(stage.user)) {
      if (crossed.overlapped > 0) break;
      const { overlapped, alive } = await cross(stage, user, () => stage.send(disable(user.id)));
      crossed.tries += 1;
      if (overlapped) crossed.overlapped += 1;
      if (alive) crossed.alive += 1;
    }

    const released = Array.from({ length: logins }, () => ({ request: stage.request('login', login(racer)) }));
    const replies = await stage.race([...released, { request: disable(racer.id) }]);
    const held = replies
      .slice(0, logins)
      .flatMap(({ credential }) => (Object.keys(credential).length > 0 ? [credential] : []));
    const answers = await Promise.all(held.map((credential) => stage.whoAmI(credential)));
    return {
      disabled: target.protocol.steps.disable?.ok.includes(done.status) ?? false,
      refused,
      crossed,
      raced: { logins, handedOut: held.length, alive: answers.filter((id) => id === racer.id).length },
    };
  },

  judge({ disabled, refused, crossed, raced }, { traits }): Judgement {
    // Of what nobody can take back, a login that came first handed out what is good until its end.
    const outran = traits.revocation === 'at-expiry' ? 0 : raced.alive;
    const counts = {
      tries: 1 + crossed.tries + raced.logins,
      successes: (refused.speaksFor === 'owner' ? 1 : 0) + crossed.alive + outran,
    };
    if (!disabled) return { ...counts, outcome: 'inconclusive', because: 'the account could not be disabled' };
    if (refused.speaksFor === 'owner')
      return {
        ...counts,
        outcome: 'succeeded',
        because: `the cookie of a login that was refused with ${refused.status} speaks for its owner`,
      };
    if (crossed.alive > 0)
      return {
        ...counts,
        outcome: 'succeeded',
        because: 'a login whose account was disabled while its password was being compared speaks for its owner',
      };
    if (outran > 0)
      return {
        ...counts,
        outcome: 'succeeded',
        because: `${outran} of ${raced.logins} logins outran the order that disabled their account`,
      };
    if (refused.status >= 500)
      return { ...counts, outcome: 'blocked-by-crash', because: `the login was answered with ${refused.status}` };
    if (crossed.overlapped === 0)
      return { ...counts, outcome: 'inconclusive', because: 'no login was under way when its account was disabled' };
    return {
      ...counts,
      outcome: 'blocked',
      because: `the refused login speaks for nobody${traits.revocation === 'at-expiry' ? '' : `, and none of ${raced.handedOut} cookies of ${raced.logins} raced logins did`}`,
    };
  },
} satisfies Attack<Seen>;

/** The user first takes a password of the full cost: that of the accounts of a test costs nothing. */
async function cross(stage: Stage, { username, password, ...user }: User, disable: () => Promise<Reply>) {
  const next = `${password}-and-more`;
  const held = await stage.signIn({ username, password, ...user });
  await stage.perform('password', { as: held, values: { password, next } });
  let isAnswered = false;
  const login = async () => {
    const { credential } = await stage.perform('login', { values: { username, password: next } });
    isAnswered = true;
    return credential;
  };
  const order = async () => {
    await stage.wait(laterMs);
    await disable();
    return !isAnswered;
  };
  const [credential, overlapped] = await together(login(), order());
  return { overlapped, alive: overlapped && (await stage.whoAmI(credential)) === user.id };
}
