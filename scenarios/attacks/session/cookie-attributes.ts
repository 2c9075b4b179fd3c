import type { Reply } from '../../exchange.ts';
import type { Attack, Judgement } from '../../kinds/attack.ts';

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

type Seen = { readonly cookies: readonly Cookie[] };

const LONGEST = 4_096;

export default {
  kind: 'attack',
  id: 'cookie-attributes',
  title: 'Cookie attributes',
  question:
    'Does every cookie tell the browser to keep it from scripts, other sites, other hosts and open connections?',
  goal: 'Find a cookie that a script can read, a foreign site can make a browser send, a sibling can plant or a network can see.',
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
  ],
  steps: [
    'Cookies are collected from answers to a visitor, to a wrong password, a login, a renewal, a changed password and a logout.',
    'Each must be Secure, HttpOnly, SameSite Lax or Strict, carry the prefix __Host-, name no Domain and stay under 4,096 bytes.',
    'A cookie that deletes must have the attributes of the one that set it, or a browser keeps both.',
  ],
  controls: ['cookies-without-attributes'],
  needs: { steps: ['password'], optIn: 'writes' },
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
    return { cookies: replies.flatMap(([at, reply]) => cookiesOf(at, reply)) };
  },

  judge({ cookies }): Judgement {
    const faults = cookies.flatMap((cookie) =>
      faultsOf(cookie, cookies).map((fault) => `${cookie.name} at ${cookie.at}: ${fault}`),
    );
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
  return [headers['set-cookie'] ?? []].flat().map((line) => {
    const [pair = '', ...rest] = line.split(/; */);
    const [name = '', value = ''] = pair.split(/=(.*)/s);
    const attributes = rest.map((attribute) => attribute.toLowerCase().replace(/^(expires)=.*/, '$1'));
    const expires = rest.find((attribute) => /^expires=/i.test(attribute))?.slice('expires='.length);
    const deletes = value === '' || Date.parse(expires ?? '') <= Date.now();
    return { name, at, deletes, bytes: Buffer.byteLength(pair), attributes };
  });
}

function faultsOf(cookie: Cookie, all: readonly Cookie[]): string[] {
  const { name, attributes, bytes, deletes } = cookie;
  const has = (pattern: RegExp) => attributes.some((attribute) => pattern.test(attribute));
  const faults = [
    has(/^secure$/) ? '' : 'not Secure',
    has(/^httponly$/) ? '' : 'not HttpOnly',
    has(/^samesite=(lax|strict)$/) ? '' : 'no SameSite that keeps foreign sites out',
    name.startsWith('__Host-') ? '' : 'without the prefix __Host-',
    has(/^path=\/$/) ? '' : 'another Path than /',
    has(/^domain=/) ? 'shared with every sibling by its Domain' : '',
    bytes > LONGEST ? `${bytes} bytes long` : '',
  ];
  const set = all.find((other) => other.name === name && !other.deletes);
  if (deletes && set && lasting(set).join() !== lasting(cookie).join())
    faults.push('deleted with other attributes than it was set with');
  return faults.filter((fault) => fault !== '');
}

/** What decides which cookie of a browser is meant, and who may touch it. */
function lasting({ attributes }: Cookie): string[] {
  return attributes.filter((attribute) => !/^(expires|max-age)/.test(attribute)).sort();
}
