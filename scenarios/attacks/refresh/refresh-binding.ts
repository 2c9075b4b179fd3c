import type { Credential, HttpRequest } from '../../exchange.ts';
import type { Attack, Judgement } from '../../kinds/attack.ts';
import { isRenewed, only } from '../../kit/clients/renewal.ts';
import type { Stage } from '../../stage.ts';

type Try = {
  readonly form: string;
  readonly status: number;
  /** Whom the renewed credential speaks for. */
  readonly speaksFor: 'attacker' | 'victim' | 'somebody' | 'nobody';
  /** Whether it opened what only an administrator may see. */
  readonly asAdmin: boolean;
};

type Seen = {
  /** Whether a renewal without any addition was answered for the attacker. */
  readonly genuineAccepted: boolean;
  readonly tries: readonly Try[];
};

export default {
  kind: 'attack',
  id: 'refresh-binding',
  title: 'Renewal for somebody else',
  question: 'Does a renewal take the account and the role from anything but its own record of the refresh token?',
  goal: "Renew their own refresh token into another user's access token, or into a higher role.",
  precondition: 'own-account',
  severity: 'critical',
  references: ['CWE-639', 'CWE-915', 'RFC 9700 §4.14.2', 'RFC 6749 §6', 'RFC 9700 §2.3', 'RFC 9700 §4.14.1'],
  steps: [
    'The attacker signs in to their own account.',
    "They redeem their refresh token beside the victim's access token, and with an id, a role and a scope in the query, in a JSON body and in a form.",
    'They ask with each renewed credential who they are and for what only an administrator may see.',
  ],
  fix: 'Take account and role of a renewal from the record of the refresh token alone, whatever the request says. Let a scope never become wider.',
  controls: ['renewal-trusts-request'],
  needs: { steps: ['admin'], instances: 2, settings: { accessMs: 2_000 } },
  appliesTo: ({ renewal }) => renewal === 'rotation' || 'nothing is rotated',
  expected: () => 'blocked',

  async attempt(stage) {
    const { attacker, victim } = stage;
    const ofVictim = await stage.signIn(victim);
    const plain = await renew(stage, await stage.signIn(attacker), (request) => request);
    const genuineAccepted = plain.credential !== undefined && (await stage.whoAmI(plain.credential)) === attacker.id;
    const tries: Try[] = [];
    for (const [form, change] of additions(stage, ofVictim)) {
      const { status, credential } = await renew(stage, await stage.signIn(attacker), change);
      const id = credential && (await stage.whoAmI(credential));
      const page = credential && (await stage.perform('admin', { as: credential }));
      tries.push({
        form,
        status,
        speaksFor:
          id === undefined ? 'nobody' : id === attacker.id ? 'attacker' : id === victim.id ? 'victim' : 'somebody',
        asAdmin: page !== undefined && (stage.target.protocol.steps.admin?.ok.includes(page.status) ?? false),
      });
    }
    return { genuineAccepted, tries };
  },

  judge({ genuineAccepted, tries }): Judgement {
    const won = tries.filter(({ speaksFor, asAdmin }) => asAdmin || !['attacker', 'nobody'].includes(speaksFor));
    const counts = { tries: tries.length, successes: won.length };
    if (won.length > 0) return { ...counts, outcome: 'succeeded', because: `a renewal was turned by: ${list(won)}` };
    if (!genuineAccepted)
      return { ...counts, outcome: 'inconclusive', because: 'a renewal without any addition was refused' };
    const crashed = tries.filter(({ status }) => status >= 500);
    if (crashed.length > 0)
      return { ...counts, outcome: 'blocked-by-crash', because: `a server error answered: ${list(crashed)}` };
    return {
      ...counts,
      outcome: 'blocked',
      because: `0 of ${tries.length} additions to a renewal changed whom it spoke for, or the role`,
    };
  },
} satisfies Attack<Seen>;

type Change = (request: HttpRequest) => HttpRequest;

async function renew(stage: Stage, as: Credential, change: Change) {
  const reply = await stage.send(change(stage.request('refresh', { as })));
  return { status: reply.status, credential: isRenewed(stage, reply) ? reply.credential : undefined };
}

function additions(stage: Stage, ofVictim: Credential): [string, Change][] {
  const wanted = [
    { id: stage.victim.id, sub: stage.victim.id, username: stage.victim.username },
    { role: 'admin', roles: ['admin'] },
    { scope: 'admin', grant_type: 'refresh_token' },
  ];
  // What carries the victim's access token, and not their cookie.
  const bearer = stage.request('me', { as: only('access', ofVictim) }).headers;
  const body =
    (type: string, text: string): Change =>
    (request) => ({ ...request, headers: { ...request.headers, 'content-type': type }, body: text });
  return [
    ["the victim's access token", (request) => ({ ...request, headers: { ...bearer, ...request.headers } })],
    ...wanted.flatMap((fields): [string, Change][] => {
      const names = Object.keys(fields).join(', ');
      const pairs = new URLSearchParams(
        Object.entries(fields).map(([key, value]): [string, string] => [key, String(value)]),
      ).toString();
      return [
        [`${names} in the query`, (request) => ({ ...request, path: `${request.path}?${pairs}` })],
        [`${names} in a JSON body`, body('application/json', JSON.stringify(fields))],
        [`${names} in a form`, body('application/x-www-form-urlencoded', pairs)],
      ];
    }),
  ];
}

function list(tries: readonly Try[]): string {
  return tries.map(({ form }) => form).join('; ');
}
