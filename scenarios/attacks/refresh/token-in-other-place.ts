import type { Artefact, Credential } from '../../exchange.ts';
import type { Attack, Judgement } from '../../kinds/attack.ts';
import { redeem } from '../../kit/clients/renewal.ts';
import { type Attempt, judgeAttempts } from '../../kit/evidence/attempts.ts';
import type { Stage } from '../../stage.ts';

type Seen = {
  readonly attempts: readonly Attempt[];
  /** Whether each was good at its own place, after all the others. */
  readonly genuineAccepted: boolean;
};

export default {
  kind: 'attack',
  id: 'token-in-other-place',
  title: 'Refresh token in place of an access token',
  question: 'Is a refresh token good for requests, or an access token for a renewal?',
  goal: 'Use a token that lives for long where one was meant that ends soon, or make one that ends soon last.',
  precondition: 'copy',
  severity: 'high',
  references: ['CWE-345', 'RFC 6749 §1.5', 'RFC 8725 §2.8', 'RFC 8725 §3.12', 'ASVS 9.2.2'],
  steps: [
    'The victim signs in; the thief has a copy of all that the client then holds.',
    'They ask who they are with each refresh token at the place of the access token or session, and as bearer token.',
    'They redeem each access token at the place of the refresh token.',
    'At last each is used at its own place.',
  ],
  fix: 'Tell access tokens and refresh tokens apart by a type that the server checks, and accept each at its own place alone.',
  controls: ['refresh-token-as-access'],
  needs: { steps: ['refresh'] },
  appliesTo: ({ renewal }) => !['none', 'sliding'].includes(renewal) || 'there is no refresh token',
  expected: () => 'blocked',

  async attempt(stage) {
    const { victim, target } = stage;
    const held = await stage.signIn(victim);
    const refreshTokens = valuesOf(held, ['refresh']);
    const attempts: Attempt[] = [];
    const ask = async (way: string, as: Credential, headers: Record<string, string> = {}) => {
      const { status, subject } = await stage.perform('me', { as, headers });
      const got = target.protocol.steps.me.ok.includes(status) && subject === victim.id;
      attempts.push({ way, status, ...(got && { got: 'the identity of the victim' }) });
    };
    for (const token of refreshTokens) {
      await ask('refresh token as bearer token', {}, { authorization: `Bearer ${token}` });
      for (const [role, as] of placesOf(stage, held, ['access', 'session'], token))
        await ask(`refresh token as ${role}`, as);
    }
    for (const token of valuesOf(held, ['access'])) {
      for (const [role, as] of placesOf(stage, held, ['refresh'], token)) {
        const renewed = await redeem(stage, as);
        attempts.push({
          way: `access token as ${role}`,
          status: renewed ? 200 : 401,
          ...(renewed && { got: 'a successor' }),
        });
      }
    }
    const isKnown = (await stage.whoAmI(held)) === victim.id;
    return { attempts, genuineAccepted: isKnown && (await redeem(stage, held)) !== undefined };
  },

  judge({ attempts, genuineAccepted }): Judgement {
    const judged = judgeAttempts(attempts, 'tokens at the place of another kind');
    return judged.outcome === 'blocked' && !genuineAccepted
      ? { ...judged, outcome: 'inconclusive', because: 'the tokens were not good at their own places either' }
      : judged;
  },
} satisfies Attack<Seen>;

type Role = Artefact['role'];

function valuesOf(held: Credential, roles: readonly Role[]): string[] {
  return Object.values(held).flatMap(({ role, values }) => (roles.includes(role) ? Object.values(values) : []));
}

/** What a client holds that has this text wherever a credential of one of these roles belongs, and nothing else. */
function placesOf(stage: Stage, held: Credential, roles: readonly Role[], text: string): [Role, Credential][] {
  const companions = Object.entries(held).filter(([, { role }]) => role === 'companion');
  return Object.entries(held).flatMap(([name, { role, values }]): [Role, Credential][] => {
    if (!roles.includes(role) || !stage.target.protocol.credentials[name]) return [];
    const planted = Object.fromEntries(Object.keys(values).map((key) => [key, text]));
    return [[role, { ...Object.fromEntries(companions), [name]: { role, values: planted } }]];
  });
}
