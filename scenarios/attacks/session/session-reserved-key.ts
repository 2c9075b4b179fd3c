import type { Credential, Reply } from '../../exchange.ts';
import type { Attack, Judgement } from '../../kinds/attack.ts';
import { type Attempt, judgeAttempts } from '../../kit/evidence/attempts.ts';
import type { Stage } from '../../stage.ts';

type Seen = { readonly attempts: readonly Attempt[] };

const FAR_MS = 1_000 * 365 * 24 * 3_600_000;

export default {
  kind: 'attack',
  id: 'session-reserved-key',
  title: 'Reserved members in a login',
  question: 'Can a request name what the server keeps about a sign-in: its account, its role, its end?',
  goal: 'Become somebody else, or stay signed in for ever, by members of a request that the server copies into its state.',
  precondition: 'own-account',
  severity: 'high',
  references: ['CWE-915', 'CWE-1321', 'ASVS 15.3.3', 'WSTG-SESS-08'],
  steps: [
    'The attacker logs in to their own account with further members in the body: those of the session (id, role, startedAt), of its library (maxAge, _expire, save, toJSON) and of a token (sub, exp, scope).',
    'With each credential they ask who they are and whether they are an administrator, and read how long it is to live.',
  ],
  fix: 'Read from a login only the members that it needs, and let no other one into the session or the token.',
  controls: ['login-takes-members-of-request'],
  needs: { steps: ['admin'] },
  appliesTo: () => true,
  expected: () => 'blocked',

  async attempt(stage) {
    const { victim, admin, attacker, target } = stage;
    const bodies: readonly Readonly<Record<string, unknown>>[] = [
      { id: victim.id },
      { id: admin.id, role: 'admin' },
      { role: 'admin' },
      { sub: admin.id, scope: 'admin', exp: (Date.now() + FAR_MS) / 1_000, jti: 'x' },
      { user: { id: admin.id, role: 'admin' }, account: admin.id, session: { id: admin.id } },
      { startedAt: Date.now() + FAR_MS, maxAge: FAR_MS, _maxAge: FAR_MS, _expire: Date.now() + FAR_MS, _session: true },
      { save: 'x', commit: 'x', regenerate: 'x', toJSON: 'x', isNew: true, externalKey: 'x' },
      { constructor: { prototype: { role: 'admin' } }, version: 99, disabled: false },
    ];
    const attempts: Attempt[] = [];
    for (const members of bodies) {
      const { username, password } = attacker;
      const login = stage.request('login', { values: { username, password } });
      const reply = await stage.send({ ...login, body: JSON.stringify({ ...members, username, password }) });
      const got = await gained(stage, reply);
      attempts.push({
        way: `login with ${Object.keys(members).join(', ')}`,
        status: reply.status,
        ...(got && { got }),
      });
    }
    return { attempts };

    async function gained(stage: Stage, { credential }: Reply): Promise<string | undefined> {
      const me = await stage.perform('me', { as: credential });
      if (me.subject !== undefined && me.subject !== attacker.id) return 'the identity of somebody else';
      const role = await stage.perform('admin', { as: credential });
      if (target.protocol.steps.admin?.ok.includes(role.status)) return 'the role of an administrator';
      return endOf(credential) > Date.now() + FAR_MS / 2 ? 'a life without end' : undefined;
    }
  },

  judge: ({ attempts }): Judgement => judgeAttempts(attempts, 'logins with reserved members'),
} satisfies Attack<Seen>;

/** When an access token ends by its own word, in ms since 1970; 0 for what says nothing. */
function endOf(credential: Credential): number {
  const token = Object.values(credential).find(({ role }) => role === 'access')?.values.token;
  const [, payload] = token?.split('.') ?? [];
  return payload ? Number(JSON.parse(Buffer.from(payload, 'base64url').toString()).exp) * 1_000 : 0;
}
