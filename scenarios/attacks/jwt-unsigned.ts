import { unsignedForgeries } from '../forged-token.ts';
import type { Attack, Credential, Judgement } from '../scenario.ts';

type Try = {
  readonly mutation: string;
  readonly status: number;
  /** Whom the answer speaks for. */
  readonly speaksFor: 'admin' | 'attacker' | 'somebody' | 'nobody';
};

type Seen = {
  readonly tries: readonly Try[];
  /** Whether the token that all forgeries were made from was good before and after them. */
  readonly genuineAccepted: boolean;
};

export default {
  kind: 'attack',
  id: 'jwt-unsigned',
  title: 'Unsigned and altered JSON Web Tokens',
  question: 'Does the server believe claims that its own signature does not cover?',
  goal: 'Become an administrator by editing a token of his own.',
  precondition: 'own-account',
  severity: 'critical',
  references: ['CWE-347', 'RFC 8725 §2.1', 'RFC 8725 §3.1', 'ASVS 9.1.1', 'ASVS 9.1.2', 'WSTG-SESS-10'],
  steps: [
    'The attacker signs in to his own account and takes the access token.',
    "He puts the administrator's id and role into the claims, under the old, a cut and an empty signature, with NUL bytes, with alg none in four spellings, and signed with a blank key.",
    'He asks with each token who he is; at last once more with the genuine one.',
  ],
  controls: ['jwt-decode-without-verify', 'jwt-alg-none-accepted'],
  appliesTo: ({ credential }) =>
    credential === 'self-contained' || 'the credential is a reference and states no claims',
  expected: () => 'blocked',

  async attempt(stage) {
    const { attacker, admin } = stage;
    const held = await stage.signIn(attacker);
    const before = await stage.whoAmI(held);
    const tries: Try[] = [];
    for (const { mutation, token } of unsignedForgeries(accessToken(held), { sub: admin.id, role: 'admin' })) {
      const { status, subject } = await stage.perform('me', { as: withAccessToken(held, token) });
      const accepted = stage.target.protocol.steps.me.ok.includes(status) ? subject : undefined;
      tries.push({ mutation, status, speaksFor: name(accepted) });
    }
    return { tries, genuineAccepted: before === attacker.id && (await stage.whoAmI(held)) === attacker.id };

    function name(id: string | undefined): Try['speaksFor'] {
      if (id === undefined) return 'nobody';
      return id === admin.id ? 'admin' : id === attacker.id ? 'attacker' : 'somebody';
    }
  },

  judge({ tries, genuineAccepted }): Judgement {
    const accepted = tries.filter(({ speaksFor }) => speaksFor !== 'nobody');
    const counts = { tries: tries.length, successes: accepted.length };
    if (accepted.length > 0) {
      const asAdmin = accepted.filter(({ speaksFor }) => speaksFor === 'admin').length;
      return {
        ...counts,
        outcome: 'succeeded',
        because: `${accepted.length} of ${tries.length} forged tokens were believed, ${asAdmin} of them as administrator (first: ${accepted[0]?.mutation})`,
      };
    }
    if (!genuineAccepted)
      return {
        ...counts,
        outcome: 'inconclusive',
        because: 'the genuine token was not accepted before and after the forged ones',
      };
    const unanswered = tries.filter(({ status }) => status === 0);
    if (unanswered.length > 0)
      return { ...counts, outcome: 'inconclusive', because: `no answer to: ${list(unanswered)}` };
    const crashed = tries.filter(({ status }) => status >= 500);
    if (crashed.length > 0)
      return { ...counts, outcome: 'blocked-by-crash', because: `a server error answered: ${list(crashed)}` };
    return { ...counts, outcome: 'blocked', because: `0 of ${tries.length} forged tokens were believed` };
  },
} satisfies Attack<Seen>;

function list(tries: readonly Try[]): string {
  return tries.map(({ mutation }) => mutation).join('; ');
}

function accessToken(held: Credential): string {
  const token = Object.values(held).find(({ role }) => role === 'access');
  return Object.values(token?.values ?? {})[0] ?? '';
}

/** Only the access token, so that nothing else the client holds can answer for it. */
function withAccessToken(held: Credential, token: string): Credential {
  return Object.fromEntries(
    Object.entries(held)
      .filter(([, { role }]) => role === 'access')
      .map(([name, { role, values }]) => [
        name,
        { role, values: Object.fromEntries(Object.keys(values).map((key) => [key, token])) },
      ]),
  );
}
