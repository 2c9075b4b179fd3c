import type { Reply } from '../../exchange.ts';
import type { Attack, Judgement } from '../../kinds/attack.ts';
import { type Attempt, judgeAttempts } from '../../kit/evidence/attempts.ts';
import { localOrigins } from '../../kit/pages/local-origins.ts';

type Seen = { readonly attempts: readonly Attempt[] };

export default {
  kind: 'attack',
  id: 'cors-credential-leak',
  title: 'Answers readable across origins',
  question: 'May a cross-origin page read what a browser is told with its cookies?',
  goal: 'Read the answers that belong to whoever visits a page of the attacker, up to a fresh access token.',
  precondition: 'web-page',
  severity: 'high',
  references: ['CWE-942', 'ASVS 3.4.2', 'Fetch §3.2', 'WSTG-CLNT-07'],
  steps: [
    'The victim signs in.',
    'What their cookies answer is asked for with a cross-site, a null, a look-alike, a sibling and a local Origin, and each is also asked for in advance (preflight).',
    'An answer counts as leaked when it speaks for the victim and allows that origin to read it with credentials; a preflight when it allows a change of state.',
  ],
  fix: 'Let no origin but your own read answers with credentials (Access-Control-Allow-Credentials).',
  controls: ['cors-reflects-origin'],
  appliesTo: ({ ambient }) => ambient !== 'never' || 'a cross-origin page has no credential to ask with',
  expected: () => 'blocked',

  async attempt(stage) {
    const { target, victim } = stage;
    const { host = '' } = stage.request('me').headers;
    const step = target.traits.ambient === 'every-request' ? 'me' : 'refresh';
    const attempts: Attempt[] = [];
    let held = await stage.signIn(victim);
    for (const origin of [
      'https://evil.test',
      'null',
      `https://${host}.evil.test`,
      `https://evil.${host}`,
      `https://evil${host}`,
      `https://${host}:444`,
      ...localOrigins(host),
    ]) {
      const reply = await stage.perform(step, { as: held, headers: { origin } });
      held = reply.credential;
      const read = allows(reply, origin) && reply.subject === victim.id;
      attempts.push({
        way: `${step} from ${origin}`,
        status: reply.status,
        ...(read && { got: 'an answer to the victim' }),
      });
      const preflight = await stage.send({
        method: 'OPTIONS',
        path: stage.request(step).path,
        headers: {
          host,
          origin,
          'access-control-request-method': 'POST',
          'access-control-request-headers': 'content-type',
        },
      });
      attempts.push({
        way: `preflight from ${origin}`,
        status: preflight.status,
        ...(allows(preflight, origin) && { got: 'leave to send any request' }),
      });
    }
    return { attempts };
  },

  judge: ({ attempts }): Judgement => judgeAttempts(attempts, 'requests of cross-origin pages'),
} satisfies Attack<Seen>;

/** Fetch §4.10, CORS check of a request with credentials: a wildcard does not do. */
function allows({ headers }: Reply, origin: string): boolean {
  return headers['access-control-allow-origin'] === origin && headers['access-control-allow-credentials'] === 'true';
}
