import type { Attack, Judgement } from '../../kinds/attack.ts';
import { isRenewed, only, refreshTokenOf } from '../../kit/clients/renewal.ts';
import { type Attempt, judgeAttempts } from '../../kit/evidence/attempts.ts';
import type { Stage } from '../../stage.ts';

type Seen = {
  readonly attempts: readonly Attempt[];
  /** Whether the token was good at its own place, after all the others. */
  readonly genuineAccepted: boolean;
};

export default {
  kind: 'attack',
  id: 'rt-through-other-channel',
  title: 'Refresh token through another channel',
  question: 'Is a refresh token good anywhere but in its protected cookie?',
  goal: 'Redeem a refresh token where scripts, logs or a page of another origin can put it.',
  precondition: 'copy',
  severity: 'medium',
  references: ['CWE-522', 'CWE-598', 'RFC 9700 §4.3.2', 'ASVS 14.2.1'],
  steps: [
    'The victim signs in; the attacker has a copy of the refresh token.',
    'It is sent to the renewal without its cookie: in the query, a JSON body, a form, as bearer token, in headers of other names and in cookies of other names.',
    'At last it is sent in its own cookie.',
  ],
  fix: 'Take a credential from its own place alone, and from no address.',
  controls: ['credential-from-anywhere'],
  appliesTo: ({ renewal }) => ['rotation', 'unrotated'].includes(renewal) || 'there is no refresh token',
  expected: () => 'blocked',

  async attempt(stage) {
    const held = await stage.signIn(stage.victim);
    const [[cookie = '', token = ''] = []] = Object.entries(JSON.parse(refreshTokenOf(held) ?? '{}')) as [
      string,
      string,
    ][];
    const plain = stage.request('refresh', { as: only('companion', held) });
    const json = { 'content-type': 'application/json' };
    const form = { 'content-type': 'application/x-www-form-urlencoded' };
    const fields = { refresh_token: token, grant_type: 'refresh_token' };
    const query = new URLSearchParams(fields).toString();
    const others: Readonly<Record<string, { path?: string; headers?: Record<string, string>; body?: string }>> = {
      query: { path: `${plain.path}?${query}` },
      'JSON body': { headers: json, body: JSON.stringify(fields) },
      form: { headers: form, body: query },
      'bearer token': { headers: { authorization: `Bearer ${token}` } },
      'header x-refresh-token': { headers: { 'x-refresh-token': token } },
      'cookie refresh_token': { headers: { cookie: `refresh_token=${token}` } },
      'cookie without its prefix': { headers: { cookie: `${cookie.replace(/^__(Host|Secure)-/, '')}=${token}` } },
      'cookie in lower case': { headers: { cookie: `${cookie.toLowerCase()}=${token}` } },
    };
    const attempts: Attempt[] = [];
    const own = ownPlace(stage);
    for (const [way, { headers, ...rest }] of Object.entries(others).filter(([way]) => !own.includes(way))) {
      const reply = await stage.send({ ...plain, ...rest, headers: { ...plain.headers, ...headers } });
      attempts.push({ way, status: reply.status, ...(isRenewed(stage, reply) && { got: 'a successor' }) });
    }
    return { attempts, genuineAccepted: isRenewed(stage, await stage.perform('refresh', { as: held })) };
  },

  judge({ attempts, genuineAccepted }): Judgement {
    const judgement = judgeAttempts(attempts, 'uses outside of its place');
    return judgement.outcome === 'blocked' && !genuineAccepted
      ? { ...judgement, outcome: 'inconclusive', because: 'the token was not good in its own place either' }
      : judgement;
  },
} satisfies Attack<Seen>;

/** Where the client itself puts it: a use there is no other channel. */
function ownPlace({ target: { protocol } }: Pick<Stage, 'target'>): readonly string[] {
  const place = Object.values(protocol.credentials).find(({ role }) => role === 'refresh')?.in;
  if (place && 'field' in place) return ['JSON body', 'form'];
  return place && 'header' in place ? ['bearer token', 'header x-refresh-token'] : [];
}
