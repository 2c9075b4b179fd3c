import type { HttpRequest } from '../../exchange.ts';
import type { Attack, Judgement } from '../../kinds/attack.ts';
import { type Attempt, judgeAttempts } from '../../kit/evidence/attempts.ts';

type Seen = {
  readonly attempts: readonly Attempt[];
  readonly bystander: { readonly asked: number; readonly served: number; readonly slowestMs: number };
};

const KB = 1_024;
const MB = KB * KB;

export default {
  kind: 'attack',
  id: 'oversize-input',
  title: 'Oversize input',
  question: 'Is there an end to what the server reads for somebody it does not know, and are others served meanwhile?',
  goal: 'Make the server spend memory and time on input without an end.',
  precondition: 'none',
  severity: 'medium',
  references: ['CWE-770', 'CWE-674', 'ASVS 3.3.5', 'ASVS 4.2.5', 'ASVS 15.2.2', 'RFC 6585 §5'],
  steps: [
    'Sent are cookies of 17 kB and 2 MB, a token of 15 kB, 200 cookies, addresses of 15 and 20 kB, and 2,000 headers.',
    'Logins are sent of 64 kB, 1 MB and 10 MB, deeply nested, with a long name and with a long password.',
    'An input is read to its end when a right password behind its padding still logs in, or a good credential beside it still speaks for its owner.',
    'Servers of ours must refuse it beyond 16 kB of headers and 4 kB of a body; others, whose limits are their own, from 2 and from 10 MB on.',
    'After each, a bystander asks who they are.',
  ],
  fix: 'Limit headers, cookies, addresses, bodies, their depth and the length of names and passwords. Refuse what is larger with 4xx, without reading on.',
  controls: ['no-input-limit'],
  needs: { optIn: 'oversize' },
  appliesTo: () => true,
  expected: () => 'blocked',

  async attempt(stage) {
    const { victim, hooks } = stage;
    // what frameworks read by themselves ends at 100 kB, 1 MB or more: that is an end too
    const isOurs = hooks.effects !== undefined;
    const bystander = stage.user(2);
    const [held, other] = [await stage.signIn(victim), await stage.signIn(bystander)];
    const me = stage.request('me', { as: held });
    const cookie = me.headers.cookie ? `${me.headers.cookie}; ` : '';
    const login = stage.request('login', { values: { username: victim.username, password: victim.password } });
    const isJson = login.headers['content-type']?.includes('json') ?? false;
    const own = isJson ? JSON.parse(login.body ?? '{}') : Object.fromEntries(new URLSearchParams(login.body));
    /** With these before what it has, and in its place. */
    const fields = (members: Readonly<Record<string, string>>) => {
      const all = { ...members, ...own, ...members };
      return { ...login, body: isJson ? JSON.stringify(all) : new URLSearchParams(all).toString() };
    };
    const padded = (bytes: number) => fields({ pad: 'x'.repeat(bytes) });
    const nested = (depth: number) => {
      const deep = '['.repeat(depth) + ']'.repeat(depth);
      return isJson ? { ...login, body: `${login.body?.slice(0, -1)},"deep":${deep}}` } : fields({ deep });
    };
    const withHeaders = (headers: Readonly<Record<string, string>>) => ({
      ...me,
      headers: { ...me.headers, ...headers },
    });
    const withCookie = (bytes: number) => withHeaders({ cookie: `${cookie}pad=${'x'.repeat(bytes)}` });
    /** Whether a sound server must refuse it; what may be within its limits must only not crash it. */
    const inputs: readonly { way: string; request: HttpRequest; beyond: boolean }[] = [
      { way: 'cookie of 17 kB', request: withCookie(17 * KB), beyond: isOurs },
      { way: 'cookie of 2 MB', request: withCookie(2 * MB), beyond: true },
      {
        way: '2,000 headers',
        request: withHeaders(Object.fromEntries(Array.from({ length: 2_000 }, (_, n) => [`x-pad-${n}`, 'xxxxxxxxxx']))),
        beyond: isOurs,
      },
      { way: 'address of 20 kB', request: { ...me, path: `${me.path}?${'x'.repeat(20 * KB)}` }, beyond: isOurs },
      { way: 'login of 64 kB', request: padded(64 * KB), beyond: isOurs },
      { way: 'login of 1 MB', request: padded(MB), beyond: isOurs },
      { way: 'login of 10 MB', request: padded(10 * MB), beyond: true },
      { way: 'login nested 40,000 deep', request: nested(40_000), beyond: isOurs },
      { way: 'login nested 1,500 deep', request: nested(1_500), beyond: false },
      {
        way: 'token of 15 kB',
        request: withHeaders({ authorization: `Bearer ${'x'.repeat(15 * KB)}` }),
        beyond: false,
      },
      {
        way: '200 cookies',
        request: withHeaders({ cookie: Array.from({ length: 200 }, (_, n) => `c${n}=x`).join('; ') }),
        beyond: false,
      },
      { way: 'address of 15 kB', request: { ...me, path: `/${'x'.repeat(15 * KB)}` }, beyond: false },
      { way: 'name of 3 kB', request: fields({ username: 'x'.repeat(3 * KB) }), beyond: false },
      { way: 'password of 3 kB', request: fields({ password: 'x'.repeat(3 * KB) }), beyond: false },
    ];
    const attempts: Attempt[] = [];
    const times: number[] = [];
    let served = 0;
    for (const { way, request, beyond } of inputs) {
      // A server may close the connection under a body that it will not read (RFC 9112 §9.3).
      const { status } = await stage.send(request, { mayBeSilent: true });
      const read = beyond && status >= 200 && status < 300;
      attempts.push({ way, status, ...(read && { got: 'read to its end' }) });
      const start = performance.now();
      if ((await stage.whoAmI(other)) === bystander.id) served += 1;
      times.push(Math.round(performance.now() - start));
    }
    return { attempts, bystander: { asked: times.length, served, slowestMs: Math.max(...times) } };
  },

  judge({ attempts, bystander }): Judgement {
    const { asked, served, slowestMs } = bystander;
    const judgement = judgeAttempts(attempts, 'oversize inputs', { silence: true });
    if (judgement.outcome !== 'blocked') return judgement;
    if (served < asked)
      return { ...judgement, outcome: 'succeeded', because: `a bystander was served ${served} of ${asked} times` };
    return { ...judgement, because: `${judgement.because}; a bystander was served every time, within ${slowestMs} ms` };
  },
} satisfies Attack<Seen>;
