import type { HttpRequest } from '../../exchange.ts';
import type { Attack, Judgement } from '../../kinds/attack.ts';
import { type Attempt, judgeAttempts } from '../../kit/evidence/attempts.ts';

type Seen = {
  readonly attempts: readonly Attempt[];
  readonly bystander: { readonly asked: number; readonly served: number; readonly slowestMs: number };
};

const KB = 1_024;

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
    'Sent are a cookie of 17 kB, a token of 15 kB, 200 cookies, an address of 15 and one of 20 kB, 2,000 headers, and logins of 64 kB and 1 MB, deeply nested, with a long name and a long password.',
    'Beyond its limits the server must refuse with 4xx: an input is read to its end when a right password behind 64 kB of padding still logs in, or a good credential beside a 17 kB cookie still speaks for its owner.',
    'After each, a bystander asks who they are.',
  ],
  fix: 'Limit headers, cookies, addresses, bodies, their depth and the length of names and passwords. Refuse what is larger with 4xx, without reading on.',
  controls: ['no-input-limit'],
  needs: { optIn: 'oversize' },
  appliesTo: () => true,
  expected: () => 'blocked',

  async attempt(stage) {
    const { victim } = stage;
    const bystander = stage.user(2);
    const [held, other] = [await stage.signIn(victim), await stage.signIn(bystander)];
    const me = stage.request('me', { as: held });
    const cookie = me.headers.cookie ? `${me.headers.cookie}; ` : '';
    const login = stage.request('login', { values: { username: victim.username, password: victim.password } });
    const padded = (bytes: number) => ({ ...login, body: `{"pad":"${'x'.repeat(bytes)}",${login.body?.slice(1)}` });
    const fields = (members: Readonly<Record<string, unknown>>) => ({
      ...login,
      body: JSON.stringify({ ...JSON.parse(login.body ?? '{}'), ...members }),
    });
    const nested = (depth: number) => ({
      ...login,
      body: `${login.body?.slice(0, -1)},"deep":${'['.repeat(depth)}${']'.repeat(depth)}}`,
    });
    const withHeaders = (headers: Readonly<Record<string, string>>) => ({
      ...me,
      headers: { ...me.headers, ...headers },
    });
    /** Whether a sound server must refuse it; what is within its limits must only not crash it. */
    const inputs: readonly { way: string; request: HttpRequest; beyond: boolean }[] = [
      { way: 'cookie of 17 kB', request: withHeaders({ cookie: `${cookie}pad=${'x'.repeat(17 * KB)}` }), beyond: true },
      {
        way: '2,000 headers',
        request: withHeaders(Object.fromEntries(Array.from({ length: 2_000 }, (_, n) => [`x-pad-${n}`, 'xxxxxxxxxx']))),
        beyond: true,
      },
      { way: 'address of 20 kB', request: { ...me, path: `${me.path}?${'x'.repeat(20 * KB)}` }, beyond: true },
      { way: 'login of 64 kB', request: padded(64 * KB), beyond: true },
      { way: 'login of 1 MB', request: padded(KB * KB), beyond: true },
      { way: 'login nested 40,000 deep', request: nested(40_000), beyond: true },
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
