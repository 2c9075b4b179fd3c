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
  fix: 'Send Cache-Control: no-store with every answer that names its user, and answer no address that only begins like one of yours.',
  controls: ['careless-answer-headers'],
  appliesTo: () => true,
  expected: () => 'blocked',

  async attempt(stage) {
    const { victim, target } = stage;
    const { steps } = target.protocol;
    const attempts: Attempt[] = [];
    const kept = new Map<string, Reply>();
    const through = async (request: HttpRequest): Promise<Reply> => {
      const key = `${request.method} ${request.path}`;
      const hit = kept.get(key);
      if (hit) return hit;
      const reply = await stage.send(request, { step: 'me' });
      if (mayKeep(request, reply)) kept.set(key, reply);
      return reply;
    };
    const { username, password } = victim;
    const login = await stage.perform('login', { values: { username, password } });
    const held = login.credential;
    const me = stage.request('me', { as: held });
    const { headers: plain } = stage.request('me');
    for (const path of addresses(me.path)) {
      await through({ ...me, path });
      const stolen = await through({ ...me, path, headers: plain });
      const named = steps.me.ok.includes(stolen.status) && stolen.subject === victim.id;
      attempts.push({
        way: `GET ${path}`,
        status: stolen.status,
        ...(named && { got: 'the answer to the victim' }),
      });
    }
    const handing: [string, Reply][] = [['login', login]];
    if (steps.refresh) handing.push(['refresh', await stage.perform('refresh', { as: held })]);
    for (const [step, reply] of handing)
      attempts.push({
        way: `${step} hands out`,
        status: reply.status,
        ...(invites(reply) && { got: 'a credential that may be kept' }),
      });
    const forwarding = {
      'x-forwarded-host': EVIL,
      'x-host': EVIL,
      forwarded: `host=${EVIL}`,
      'x-original-url': `/${EVIL}`,
      'x-forwarded-prefix': `/${EVIL}`,
    };
    for (const [name, value] of [['host', EVIL], ['host', `a@${EVIL}`], ...Object.entries(forwarding)] as const) {
      const request = { ...me, headers: { ...me.headers, [name]: value } };
      const reply = await stage.send(request);
      const echo = repeats(reply, EVIL) && mayKeep(request, reply);
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

/** Where the answer may be asked for: as it is, with another query, and under names that end like a file. */
function addresses(path: string): string[] {
  const [plain = '', ...query] = path.split(/(?=\?)/);
  const suffixes = ['/x.css', '/.css', '%2fx.css', ';x.css', '%00.css', '.css', '/..%2fx.js'];
  const further = query.length > 0 ? '&' : '?';
  return [path, `${path}${further}v=1`, ...suffixes.map((suffix) => plain + suffix + query.join(''))];
}

/** RFC 9111 §3 and §3.5 for a shared cache; and what many do beyond it with addresses that look static. */
function mayKeep({ method, path, headers }: HttpRequest, reply: Reply): boolean {
  if (method !== 'GET' || reply.status !== 200 || forbids(reply)) return false;
  const shared = /public|s-maxage|must-revalidate/.test(cacheControl(reply));
  const isFresh = invites(reply) || reply.headers.expires !== undefined;
  return (isFresh && (shared || headers.authorization === undefined)) || /\.(css|js)(\?|$)/.test(path);
}

/** Whether it says itself that it may be kept: without that, no cache keeps what a POST was answered (RFC 9111 §3). */
function invites(reply: Reply): boolean {
  return !forbids(reply) && /public|s-maxage|max-age=[1-9]/.test(cacheControl(reply));
}

function forbids(reply: Reply): boolean {
  return /no-store|no-cache|private/.test(cacheControl(reply));
}

/** What a browser would follow or show of it: a header in which a proxy tells what it was asked for poisons nobody. */
function repeats({ headers, body, text }: Reply, value: string): boolean {
  const followed = ['location', 'content-location', 'link', 'refresh', 'set-cookie'].map((name) => headers[name]);
  return JSON.stringify([followed, body, text]).includes(value);
}

function cacheControl({ headers }: Reply): string {
  return String(headers['cache-control'] ?? '').toLowerCase();
}
