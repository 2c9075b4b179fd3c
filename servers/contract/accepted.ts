import { z } from 'zod';
import { type ContractStage, expected, type Rule } from './rule.ts';

export const acceptedRules: readonly Rule[] = [
  {
    id: 'login-names-its-user',
    title: 'A login speaks for the one who logged in',
    async check(stage) {
      const credential = await stage.signIn(stage.victim);
      return expected('GET me', await stage.whoAmI(credential), stage.victim.id);
    },
  },
  {
    id: 'users-apart',
    title: 'Two sign-ins speak for two accounts, at the same time',
    async check(stage) {
      const [victim, attacker] = await Promise.all([stage.signIn(stage.victim), stage.signIn(stage.attacker)]);
      const names = await Promise.all([stage.whoAmI(victim), stage.whoAmI(attacker), stage.whoAmI(victim)]);
      return expected('GET me', names.join(), [stage.victim.id, stage.attacker.id, stage.victim.id].join());
    },
  },
  {
    id: 'transfer-once',
    title: 'A transfer is booked once, for the one who asked',
    async check(stage) {
      const { id } = stage.victim;
      const as = await stage.signIn(stage.victim);
      const before = await stage.hooks.effects?.(id);
      const reply = await stage.perform('transfer', { as });
      const after = await stage.hooks.effects?.(id);
      const booked = before === undefined || after === undefined ? 1 : after - before;
      return expected('the subject', reply.subject, id) ?? expected('transfers booked', booked, 1);
    },
  },
  {
    id: 'no-store',
    title: 'No answer to somebody, and no login, is kept by a cache',
    async check(stage) {
      const { username, password } = stage.attacker;
      const login = await stage.perform('login', { values: { username, password } });
      const me = await stage.perform('me', { as: await stage.signIn(stage.attacker) });
      const keeps = [login, me].some(({ headers }) => !String(headers['cache-control']).includes('no-store'));
      return keeps ? 'Cache-Control does not say no-store (RFC 9111 §5.2.2.5)' : undefined;
    },
  },
  {
    id: 'own-page',
    title: 'A page of the same origin can log in',
    async check(stage) {
      const { username, password } = stage.victim;
      const headers = { 'sec-fetch-site': 'same-origin' };
      const reply = await stage.perform('login', { values: { username, password }, headers });
      return expected('the status', reply.status, 200);
    },
  },
  {
    id: 'key-set',
    title: 'Keys that are published are public ones, with a name each; where there are none, there is no key set',
    async check(stage) {
      const { status, body } = await stage.send({ ...stage.request('me'), path: '/.well-known/jwks.json' });
      if (status === 404) return undefined;
      const wrong = KeySet.safeParse(body).error?.issues.map(({ path }) => path.join('.') || 'body');
      return wrong && `not those of public keys: ${wrong.join(', ')}`;
    },
  },
  {
    id: 'renewal-goes-on',
    title: 'What a renewal hands out speaks for the same user, and can be renewed',
    async check(stage) {
      if (!stage.target.protocol.steps.refresh) return undefined;
      return goesOn(stage, await stage.signIn(stage.victim));
    },
  },
  {
    id: 'change-keeps-own',
    title: 'Whoever changes a password stays signed in',
    endsAll: true,
    async check(stage) {
      if (!stage.target.protocol.steps.password) return undefined;
      const { password } = stage.victim;
      const as = await stage.signIn(stage.victim);
      // to the same one: whoever asks again can still sign in
      const change = await stage.perform('password', { as, values: { password, next: password } });
      return expected('the status', change.status, 200) ?? goesOn(stage, change.credential);
    },
  },
  {
    id: 'logout-spares-others',
    title: 'A logout leaves another sign-in of the same user',
    async check(stage) {
      if (!stage.target.protocol.steps.logout) return undefined;
      const [phone, laptop] = [await stage.signIn(stage.victim), await stage.signIn(stage.victim)];
      const logout = await stage.perform('logout', { as: phone });
      return expected('the status', logout.status, 204) ?? goesOn(stage, laptop);
    },
  },
];

/** RFC 7517 §5; the private half of a key, and a symmetric one, have members of their own (RFC 7518 §6.2.2, §6.3.2, §6.4.1). */
const none = z.undefined().optional();
const KeySet = z.object({
  keys: z.array(z.looseObject({ kty: z.string(), kid: z.string(), d: none, k: none, p: none, q: none })).min(1),
});

/** By two renewals where there are some: the second is of what the first handed out. */
async function goesOn<C>(stage: ContractStage<C>, held: C): Promise<string | undefined> {
  let credential = held;
  for (const renewal of stage.target.protocol.steps.refresh ? ['renewal 1', 'renewal 2'] : []) {
    const reply = await stage.perform('refresh', { as: credential });
    const problem = expected(`the status of ${renewal}`, reply.status, 200);
    if (problem !== undefined) return problem;
    credential = reply.credential;
  }
  return expected('GET me', await stage.whoAmI(credential), stage.victim.id);
}
