import type { Reply } from '../../exchange.ts';
import type { Attack, Judgement } from '../../kinds/attack.ts';
import { openBrowserJar } from '../../kit/clients/browser-jar.ts';
import { cookiesSetBy, isDeletion } from '../../kit/clients/set-cookie.ts';

type Cookie = {
  readonly name: string;
  /** In which answer it was set. */
  readonly at: string;
  readonly deletes: boolean;
  /** `name=value` with its value, in bytes: RFC 6265bis §5.6 lets a browser drop what is longer than 4,096. */
  readonly bytes: number;
  /** In lower case, without the values of dates. */
  readonly attributes: readonly string[];
};

type Seen = {
  readonly cookies: readonly Cookie[];
  /** Names of those that a browser holds after the logout although it deletes them. */
  readonly kept: readonly string[];
  /** Whether what it then holds still signs the victim in. */
  readonly signsIn: boolean;
};

const LONGEST = 4_096;

export default {
  kind: 'attack',
  id: 'cookie-attributes',
  title: 'Cookie attributes',
  question:
    'Does every cookie tell the browser to keep it from scripts, other sites, other hosts and open connections?',
  goal: 'Find a cookie that a script can read, another site can make a browser send, a sibling can plant or a network can see.',
  precondition: 'none',
  severity: 'medium',
  references: [
    'CWE-1004',
    'CWE-614',
    'CWE-1275',
    'ASVS 3.3.1',
    'ASVS 3.3.2',
    'ASVS 3.3.3',
    'ASVS 3.3.4',
    'WSTG-SESS-02',
    'ASVS 3.3.5',
    'RFC 10017 §6.1.3.2',
  ],
  steps: [
    'Cookies are collected from answers to a visitor, to a wrong password, a login, a renewal, a changed password and a logout.',
    'Each must be Secure, HttpOnly, SameSite Lax or Strict, carry the prefix __Host-, name no Domain and stay under 4,096 bytes.',
    'A browser must hold none of them once a logout has deleted them: what is deleted with another Path or Domain stays. What it holds then must sign in nobody.',
  ],
  fix: 'Set each cookie with Secure, HttpOnly, SameSite, Path=/, no Domain and the prefix __Host-, under 4,096 bytes. Delete it with the same.',
  controls: ['cookies-without-attributes'],
  needs: { steps: ['password'], ourRoutes: 'the property cookie-flags' },
  appliesTo: ({ ambient }) => ambient !== 'never' || 'no cookie is set',
  expected: () => 'blocked',

  async attempt(stage) {
    const { username, password } = stage.victim;
    const next = `${password}-2`;
    const replies: [string, Reply][] = [
      ['a visit', await stage.perform('me')],
      ['a refused login', await stage.perform('login', { values: { username, password: 'not the password' } })],
    ];
    const login = await stage.perform('login', { values: { username, password } });
    replies.push(['login', login]);
    let held = login.credential;
    if (stage.target.protocol.steps.refresh) {
      const refresh = await stage.perform('refresh', { as: held });
      replies.push(['renewal', refresh]);
      held = refresh.credential;
    }
    const change = await stage.perform('password', { as: held, values: { password, next } });
    replies.push(['changed password', change]);
    replies.push(['logout', await stage.perform('logout', { as: change.credential })]);
    const jar = openBrowserJar('https://target.test');
    for (const [, reply] of replies) jar.take(reply, '/');
    const cookies = replies.flatMap(([at, reply]) => cookiesOf(at, reply));
    const gone = new Set(cookies.filter(({ at, deletes }) => deletes && at === 'logout').map(({ name }) => name));
    const cookie = jar.sent('/').join('; ');
    const after = cookie === '' ? undefined : await stage.perform('me', { headers: { cookie } });
    return {
      cookies,
      kept: jar.held().filter((name) => gone.has(name)),
      signsIn: after?.subject === stage.victim.id,
    };
  },

  judge({ cookies, kept, signsIn }): Judgement {
    const faults = [
      ...cookies.flatMap((cookie) => faultsOf(cookie).map((fault) => `${cookie.name} at ${cookie.at}: ${fault}`)),
      ...kept.map((name) => `${name} at logout: deleted, and kept by the browser`),
      ...(signsIn ? ['cookies at logout: what the browser then holds still signs in'] : []),
    ];
    const counts = { tries: cookies.length, successes: new Set(faults.map((fault) => fault.split(':')[0])).size };
    if (!cookies.some(({ deletes }) => !deletes))
      return { ...counts, outcome: 'inconclusive', because: 'no cookie was set' };
    if (faults.length > 0)
      return { ...counts, outcome: 'succeeded', because: `${faults.length} faults (first: ${faults[0]})` };
    return {
      ...counts,
      outcome: 'blocked',
      because: `${cookies.length} cookies, each with every attribute that protects it`,
    };
  },
} satisfies Attack<Seen>;

function cookiesOf(at: string, { headers }: Reply): Cookie[] {
  return cookiesSetBy(headers).map((cookie) => ({
    name: cookie.key,
    at,
    deletes: isDeletion(cookie),
    bytes: Buffer.byteLength(`${cookie.key}=${cookie.value}`),
    attributes: cookie
      .toString()
      .split('; ')
      .slice(1)
      .map((attribute) => attribute.toLowerCase().replace(/^(expires)=.*/, '$1')),
  }));
}

/** Of one that only ends another, nothing but that end counts. */
function faultsOf({ name, attributes, bytes, deletes }: Cookie): string[] {
  if (deletes) return [];
  const has = (pattern: RegExp) => attributes.some((attribute) => pattern.test(attribute));
  const faults = [
    has(/^secure$/) ? '' : 'not Secure',
    has(/^httponly$/) ? '' : 'not HttpOnly',
    has(/^samesite=(lax|strict)$/) ? '' : 'no SameSite that keeps cross-site requests out',
    name.startsWith('__Host-') ? '' : 'without the prefix __Host-',
    has(/^path=\/$/) ? '' : 'another Path than /',
    has(/^domain=/) ? 'shared with every sibling by its Domain' : '',
    bytes > LONGEST ? `${bytes} bytes long` : '',
  ];
  return faults.filter((fault) => fault !== '');
}
