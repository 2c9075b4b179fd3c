import type { Credential, User } from '../../exchange.ts';
import type { Attack, Judgement } from '../../kinds/attack.ts';
import { type Attempt, judgeAttempts } from '../../kit/evidence/attempts.ts';

type Seen = { readonly attempts: readonly Attempt[] };

export default {
  kind: 'attack',
  id: 'session-puzzling',
  title: 'Session puzzling',
  question: 'Does anything but a login put a name into a session that later passes for a sign-in?',
  goal: 'Become a user by naming them at a resource that writes to the session before anybody is signed in.',
  precondition: 'none',
  severity: 'high',
  references: ['CWE-841', 'CWE-287', 'WSTG-SESS-08', 'ASVS 7.2.1'],
  steps: [
    'As a visitor, and as themselves signed in, the attacker names the victim and the administrator at resources that need no sign-in or refuse them: a failed login, a changed password, a transfer, a role, a renewal, a logout.',
    'After each they ask, with whatever cookies they were given, who they are.',
  ],
  fix: 'Write who somebody is into a session only at a login that succeeded. Keep all else under names that no check of a sign-in reads.',
  controls: ['failed-login-fills-session'],
  needs: { steps: ['transfer'], ourRoutes: true },
  appliesTo: ({ renewal, behind }) =>
    behind
      ? 'a session is nothing without the tokens beside it, which only a login gives'
      : renewal === 'sliding' || 'no state is kept between requests that could be filled',
  expected: () => 'blocked',

  async attempt(stage) {
    const { victim, admin, attacker } = stage;
    const attempts: Attempt[] = [];
    const own = await stage.signIn(attacker);
    for (const named of [victim, admin]) {
      for (const [who, start] of Object.entries<Credential>({ visitor: {}, attacker: own })) {
        let held = start;
        for (const { what, request } of naming(named)) {
          const { headers } = stage.request('transfer', { as: held });
          const reply = await stage.send({ headers: { ...headers, 'content-type': 'application/json' }, ...request });
          held = { ...held, ...reply.credential };
          const became = await stage.whoAmI(held);
          const got =
            became === undefined || became === attacker.id
              ? undefined
              : `the identity of ${became === admin.id ? 'the administrator' : 'the victim'}`;
          attempts.push({
            way: `${what} naming ${named === admin ? 'the administrator' : 'the victim'}, as ${who}`,
            status: reply.status,
            ...(got && { got }),
          });
        }
      }
    }
    return { attempts };
  },

  judge: ({ attempts }): Judgement => judgeAttempts(attempts, 'requests that name somebody'),
} satisfies Attack<Seen>;

/** What a visitor can send that names an account; the paths are those of the application's protocol. */
function naming({ id, username }: User) {
  const post = (path: string, members: Readonly<Record<string, unknown>>) => ({
    method: 'POST',
    path,
    body: JSON.stringify(members),
  });
  const name = { id, username, user: username, account: id };
  return [
    { what: 'failed login', request: post('/login', { username, password: 'not the password' }) },
    { what: 'login without a password', request: post('/login', { username }) },
    {
      what: 'password change',
      request: post('/password', { ...name, current: 'not the password', next: 'a password of sixteen' }),
    },
    { what: 'transfer', request: post('/transfer', name) },
    { what: 'role change', request: { ...post(`/admin/users/${id}/role`, { role: 'admin' }), method: 'PUT' } },
    { what: 'unknown resource', request: post('/register', name) },
  ];
}
