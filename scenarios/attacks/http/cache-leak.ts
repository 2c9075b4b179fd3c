import type { HttpRequest, Reply } from '../../exchange.ts';
import type { Attack, Judgement } from '../../kinds/attack.ts';
import { type Attempt, judgeAttempts } from '../../kit/evidence/attempts.ts';

type Seen = { readonly attempts: readonly Attempt[] };

const EVIL = 'evil.test';

export default {
  kind: 'attack',
  id: 'cache-leak',
  title: 'Answers kept by a shared cache',
  question: 'Can a cache between server and clients hand the answer of one user to another?',
  goal: 'Read the answer, or take the credential, of a victim from a cache that both pass through.',
  precondition: 'none',
  severity: 'high',
  references: [
    'CWE-524',
    'CWE-525',
    'CWE-349',
    'RFC 9111 §3',
    'ASVS 14.2.2',
    'ASVS 14.2.5',
    'ASVS 14.3.2',
    'WSTG-ATHN-06',
    'WSTG-SESS-04',
  ],
  steps: [
    'A model of a shared cache stands before the server; it keeps what RFC 9111 §3 lets it keep, and anything that looks like a static file unless the answer forbids it.',
    'The victim logs in, renews, and asks who they are, also under addresses that end like a style sheet.',
    'The attacker asks for the same addresses without a credential.',
    'With a Host and forwarding headers of their own they look for answers that repeat them and would poison a cache.',
  ],
  controls: ['careless-answer-headers'],
  appliesTo: () => true,
  expected: () => 'blocked',

  async attempt(stage) {
    const { victim, target } = stage;
    const attempts: Attempt[] = [];
    const kept = new Map<string, Reply>();
    const through = async (request: HttpRequest): Promise<Reply> => {
      const key = `${request.method} ${request.path}`;
      const hit = kept.get(key);
      if (hit) return hit;
      const reply = await stage.send(request);
      if (mayKeep(request, reply)) kept.set(key, reply);
      return reply;
    };
    const { username, password } = victim;
    const login = await through(stage.request('login', { values: { username, password } }));
    const held = login.credential;
    const me = stage.request('me', { as: held });
    const { headers: plain } = stage.request('me');
    for (const suffix of ['', '?v=1', '/x.css', '/.css', '%2fx.css', ';x.css', '%00.css', '.css', '/..%2fx.js']) {
      await through({ ...me, path: me.path + suffix });
      const stolen = await through({ ...me, path: me.path + suffix, headers: plain });
      const named = Object(stolen.body)[target.protocol.steps.me.subject ?? 'id'] === victim.id;
      attempts.push({
        way: `GET ${me.path}${suffix}`,
        status: stolen.status,
        ...(named && { got: 'the answer to the victim' }),
      });
    }
    const handing: [string, Reply][] = [['login', login]];
    if (target.protocol.steps.refresh) handing.push(['refresh', await stage.perform('refresh', { as: held })]);
    for (const [step, reply] of handing) {
      const open = !forbids(reply);
      attempts.push({
        way: `${step} hands out`,
        status: reply.status,
        ...(open && { got: 'a credential that may be kept' }),
      });
    }
    const forwarding = {
      'x-forwarded-host': EVIL,
      'x-host': EVIL,
      forwarded: `host=${EVIL}`,
      'x-original-url': `/${EVIL}`,
      'x-forwarded-prefix': `/${EVIL}`,
    };
    for (const [name, value] of [['host', EVIL], ['host', `a@${EVIL}`], ...Object.entries(forwarding)] as const) {
      const reply = await stage.send({ ...me, headers: { ...me.headers, [name]: value } });
      const echo = JSON.stringify([reply.headers, reply.body]).includes(EVIL);
      attempts.push({
        way: `header ${name}: ${value}`,
        status: reply.status,
        ...(echo && { got: 'an answer that repeats it' }),
      });
    }
    return { attempts };
  },

  judge: ({ attempts }): Judgement => judgeAttempts(attempts, 'answers that a cache could pass on'),
} satisfies Attack<Seen>;

/** RFC 9111 §3 and §3.5 for a shared cache; and what many do beyond it with addresses that look static. */
function mayKeep({ method, path, headers }: HttpRequest, reply: Reply): boolean {
  if (method !== 'GET' || reply.status !== 200 || forbids(reply)) return false;
  const control = cacheControl(reply);
  const shared = /public|s-maxage|must-revalidate/.test(control);
  const fresh = /max-age=[1-9]/.test(control) || reply.headers.expires !== undefined;
  return (fresh && (shared || headers.authorization === undefined)) || /\.(css|js)$/.test(path);
}

function forbids(reply: Reply): boolean {
  return /no-store|private/.test(cacheControl(reply));
}

function cacheControl({ headers }: Reply): string {
  return String(headers['cache-control'] ?? '').toLowerCase();
}
