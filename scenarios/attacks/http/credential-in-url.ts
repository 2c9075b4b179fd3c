import type { Credential, HttpRequest } from '../../exchange.ts';
import type { Attack, Judgement } from '../../kinds/attack.ts';
import { type Attempt, judgeAttempts } from '../../kit/evidence/attempts.ts';
import type { Stage } from '../../stage.ts';

type Seen = { readonly attempts: readonly Attempt[] };

export default {
  kind: 'attack',
  id: 'credential-in-url',
  title: 'Credentials in other places than their own',
  question: 'Is a credential good where logs and histories keep it, or where a browser adds it by itself?',
  goal: 'Use a credential that was read from a log, a browser history or a Referer header, or lure a client into such links.',
  precondition: 'copy',
  severity: 'medium',
  references: ['CWE-598', 'RFC 6750 §2.3', 'RFC 9700 §4.3.2', 'ASVS 14.2.1', 'WSTG-SESS-04'],
  steps: [
    'The victim signs in.',
    'What their client holds is put into the query, as a path parameter, into a form and a JSON body, and into headers of other names; a token also into a cookie, and what a cookie holds into the place of a token.',
    'With each of them the attacker asks who they are; the login is searched for credentials in addresses.',
  ],
  fix: 'Take a credential from its own place alone, and from no address.',
  controls: ['credential-from-anywhere'],
  appliesTo: ({ bound }) =>
    bound !== 'key' || 'what stands in an address is worth nothing without the key that proves it',
  expected: () => 'blocked',

  async attempt(stage) {
    const attempts: Attempt[] = [];
    const { username, password } = stage.victim;
    const login = await stage.perform('login', { values: { username, password } });
    const values = ordinary(stage, login.credential);
    const query = new URLSearchParams(values).toString();
    const { steps } = stage.target.protocol;
    const { path, headers } = stage.request('me');
    const ask = async (way: string, request: { path?: string; headers?: Record<string, string> }) => {
      const message = { method: steps.me.method, path, ...request, headers: { ...headers, ...request.headers } };
      attempts.push({ way, ...(await identity(stage, message, 'me')) });
    };
    const [plain = '', ...own] = path.split(/(?=\?)/);
    const before = own.length > 0 ? `${path}&` : `${path}?`;
    await ask('query', { path: before + query });
    await ask('path parameter', { path: `${plain};${query.replaceAll('&', ';')}${own.join('')}` });
    for (const name of ['token', 'jwt', 'sid', 'session', 'auth']) {
      await ask(`query as ${name}`, { path: `${before}${name}=${encodeURIComponent(Object.values(values)[0] ?? '')}` });
    }
    for (const name of otherHeaders.filter((one) => !isOwnHeader(stage, one))) {
      await ask(`header ${name}`, { headers: { [name]: Object.values(values)[0] ?? '' } });
    }
    for (const [name, credential] of Object.entries(misplaced(stage, values))) await ask(name, { headers: credential });
    const bodies = { 'application/x-www-form-urlencoded': query, 'application/json': JSON.stringify(values) };
    for (const [type, body] of steps.transfer ? Object.entries(bodies) : []) {
      const transfer = stage.request('transfer');
      const message = { ...transfer, headers: { ...transfer.headers, 'content-type': type }, body };
      attempts.push({ way: `body as ${type}`, ...(await identity(stage, message, 'transfer')) });
    }
    const addresses = ['location', 'content-location', 'link', 'refresh'].map((name) =>
      String(login.headers[name] ?? ''),
    );
    const secret = Object.values(values).filter((value) => value.length >= shortestSecret);
    const leaked = secret.some((value) => addresses.some((address) => address.includes(value)));
    attempts.push({
      way: 'addresses in the login answer',
      status: login.status,
      ...(leaked && { got: 'a credential' }),
    });
    return { attempts };
  },

  judge: ({ attempts }): Judgement => judgeAttempts(attempts, 'credentials at the wrong place'),
} satisfies Attack<Seen>;

/** A shorter one, such as the number of an account, stands in addresses by chance. */
const shortestSecret = 12;

/** What an ordinary request presents, by the name of its cookie or RFC 6750's name for a token. */
function ordinary({ target: { protocol } }: Stage, held: Credential): Record<string, string> {
  return Object.fromEntries(
    protocol.steps.me.carries.flatMap((name) => {
      const values = held[name]?.values ?? {};
      const cookies = 'cookies' in (protocol.credentials[name]?.in ?? {});
      return Object.entries(values).map(([key, value]) => [cookies ? key : 'access_token', value]);
    }),
  );
}

const otherHeaders = [
  ...['x-access-token', 'x-auth-token', 'x-session-id', 'proxy-authorization', 'x-authorization', 'x-api-key'],
  // where scripts that can set no header of a WebSocket put it
  'sec-websocket-protocol',
];

/** Where the client itself puts it is no wrong place. */
function isOwnHeader({ target: { protocol } }: Stage, name: string): boolean {
  return Object.values(protocol.credentials).some(
    ({ in: place }) => 'header' in place && place.header.toLowerCase() === name,
  );
}

/** A token in cookies, with which every page could ask; and what cookies hold as a token, which scripts and logs see. */
function misplaced({ target: { protocol } }: Stage, values: Readonly<Record<string, string>>) {
  const [value = ''] = Object.values(values);
  const { carries } = protocol.steps.me;
  const inCookie = carries.some((name) => 'cookies' in (protocol.credentials[name]?.in ?? {}));
  if (inCookie) return { 'bearer token': { authorization: `Bearer ${value}` } };
  const names = ['access_token', 'accessToken', 'token', 'jwt', 'id_token', 'auth', 'Authorization', '__Host-token'];
  return Object.fromEntries(names.map((name) => [`cookie ${name}`, { cookie: `${name}=${value}` }]));
}

async function identity(stage: Stage, message: HttpRequest, step: 'me' | 'transfer') {
  const { status, subject } = await stage.send(message, { step });
  const isDone = stage.target.protocol.steps[step]?.ok.includes(status);
  return { status, ...(isDone && subject === stage.victim.id && { got: 'the identity of the victim' }) };
}
