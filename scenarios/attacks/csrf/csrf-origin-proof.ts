import type { Credential, HttpRequest, Reply } from '../../exchange.ts';
import type { Attack, Judgement } from '../../kinds/attack.ts';
import { bySpelling } from '../../kit/clients/by-spelling.ts';
import { coversPath } from '../../kit/clients/cookie-path.ts';
import { isRenewed, only } from '../../kit/clients/renewal.ts';
import { isKeptByBrowsers, overridden, pathSpellings, type Spelled } from '../../kit/clients/spellings.ts';
import { type Attempt, judgeAttempts } from '../../kit/evidence/attempts.ts';
import { asking, foreignPages } from '../../kit/pages/foreign-pages.ts';
import type { Stage } from '../../stage.ts';

type Seen = { readonly attempts: readonly Attempt[] };

export default {
  kind: 'attack',
  id: 'csrf-origin-proof',
  title: 'State changes without proof of origin',
  question: 'Does the server itself refuse what a cross-origin page makes a browser send, when SameSite does not?',
  goal: 'Act as whoever visits a page of the attacker, by requests that their browser signs with its cookies.',
  precondition: 'web-page',
  severity: 'high',
  references: ['CWE-352', 'CWE-178', 'ASVS 3.5.1', 'WSTG-SESS-05', 'Fetch §3.2', 'RFC 10017 §6.1.3.3'],
  steps: [
    'The victim signs in, and so does an administrator; only the cookies of their browsers are used, as a cross-origin page would use them.',
    'Every state change that cookies cover is sent with a cross-site, a sibling, a null, a look-alike and no Origin, and with the Sec-Fetch-Site of other pages.',
    'Each is also asked for by other spellings of its path that a browser would send, and as another method, from a page of the same site.',
    'A login is sent the same way, and as a form: it would sign the visitor in to the account of the attacker.',
    'Counted are transfers, roles given, ended and renewed sign-ins, and cookies handed out.',
  ],
  fix: 'Refuse a change that a page of another origin asks for: check Origin, or ask for a value that only your own pages know.',
  controls: ['no-origin-proof', 'paths-compared-as-text'],
  needs: { steps: ['transfer'], ourRoutes: true },
  appliesTo: ({ ambient }) => ambient !== 'never' || 'a browser signs no request by itself',
  expected: () => 'blocked',

  async attempt(stage) {
    const attempts: Attempt[] = [];
    const signedIn = await stage.signIn(stage.victim);
    /** What the page of the victim keeps, and no other page has. */
    let own = only('companion', signedIn);
    let held = ambientOf(stage, signedIn);
    const boss = ambientOf(stage, await stage.signIn(stage.admin));
    const add = (way: string, { status }: Reply, got: string | undefined) =>
      attempts.push({ way, status, ...(got !== undefined && { got }) });

    for (const [page, proof] of Object.entries(foreignPages(stage))) {
      if (stage.target.traits.ambient === 'every-request') {
        const reply = await stage.send(asking(stage.request('transfer', { as: held }), proof));
        add(`transfer, ${page}`, reply, transferred(stage, reply));
        // PUT, which a guard that thinks of forms alone would let pass.
        const values = { id: stage.attacker.id, role: 'user' };
        const given = await stage.send(asking(stage.request('setRole', { as: boss, values }), proof));
        add(`role, ${page}`, given, isDone(stage, given) ? 'a role given by the administrator' : undefined);
      }
      if (stage.target.protocol.steps.refresh) {
        const reply = await stage.send(asking(stage.request('refresh', { as: held }), proof));
        add(`refresh, ${page}`, reply, isRenewed(stage, reply) ? 'a forced rotation' : undefined);
        held = { ...held, ...ambientOf(stage, reply.credential) };
      }
      const login = await stage.send(asking(ownLogin(stage), proof));
      add(`login, ${page}`, login, handedOut(stage, login));
      const logout = await stage.send(asking(stage.request('logout', { as: held }), proof));
      const alive = await living(stage, { ...own, ...held });
      add(`logout, ${page}`, logout, alive ? undefined : 'an ended sign-in');
      const goesOn = alive ?? (await stage.signIn(stage.victim));
      own = only('companion', goesOn);
      held = ambientOf(stage, goesOn);
    }
    for (const type of types) {
      const { headers, ...login } = ownLogin(stage);
      const { 'content-type': _, ...untyped } = headers;
      const reply = await stage.send({ ...login, headers: { ...untyped, ...(type && { 'content-type': type }) } });
      add(`login, our own page but as ${type || 'a body of no type'}`, reply, handedOut(stage, reply));
    }
    for (const step of ['transfer', 'refresh', 'login', 'logout'] as const) {
      if (asksByItself(stage, step)) attempts.push(...(await spelledOtherwise(stage, step)));
    }
    return { attempts };
  },

  judge: ({ attempts }): Judgement => judgeAttempts(attempts, 'requests of cross-origin pages'),
} satisfies Attack<Seen>;

/** Those of a body that a browser asks no leave for, which a guard may know by their text alone. */
const types = [
  'text/plain',
  'application/x-www-form-urlencoded',
  'multipart/form-data; boundary=x',
  '',
  'Application/X-WWW-Form-Urlencoded',
  'text/plain; x=application/json',
];

type Change = 'transfer' | 'refresh' | 'login' | 'logout';

/** Whether cookies alone ask for it. */
function asksByItself({ target: { protocol, traits } }: Stage, step: Change): boolean {
  return protocol.steps[step] !== undefined && (step !== 'transfer' || traits.ambient === 'every-request');
}

async function spelledOtherwise(stage: Stage, step: Change): Promise<Attempt[]> {
  const { username, password } = stage.victim;
  const login = await stage.perform('login', { values: { username, password } });
  const covered = ({ request: { path } }: Spelled) =>
    step === 'login' || coversPath(login, stage.target.protocol.steps.login.path, path);
  let signedIn = login.credential;
  let held = ambientOf(stage, signedIn);
  return bySpelling(stage, {
    what: step,
    request: () =>
      asking(
        step === 'login' ? ownLogin(stage) : stage.request(step, { as: held }),
        foreignPages(stage)['same-site'] ?? {},
      ),
    spell: (request) => ofAnyPage(request).filter(covered),
    async gained(reply) {
      if (step === 'transfer') return transferred(stage, reply);
      if (step === 'login') return handedOut(stage, reply);
      if (step === 'refresh') return handedOut(stage, reply) && 'a forced rotation';
      const alive = await living(stage, { ...only('companion', signedIn), ...held });
      signedIn = alive ?? signedIn;
      held = ambientOf(stage, signedIn);
      return alive ? undefined : 'an ended sign-in';
    },
  });
}

/** What a page can make a browser send: no path that it would resolve, no header of the page's own. */
function ofAnyPage(request: HttpRequest): readonly Spelled[] {
  const claims = [
    ...overridden(request, 'GET', request.method),
    ...overridden(request, 'POST', request.method === 'POST' ? 'GET' : request.method),
  ];
  return [...pathSpellings(request).filter(isKeptByBrowsers), ...claims.filter(({ by }) => by !== 'header')];
}

function ownLogin({ request, attacker: { username, password } }: Stage): HttpRequest {
  return request('login', { values: { username, password } });
}

function ambientOf({ target: { protocol } }: Stage, held: Credential): Credential {
  const travels = (name: string) => 'cookies' in (protocol.credentials[name]?.in ?? {});
  return Object.fromEntries(Object.entries(held).filter(([name]) => travels(name)));
}

function transferred({ target: { protocol }, victim }: Stage, { status, body }: Reply): string | undefined {
  const done = protocol.steps.transfer?.ok.includes(status) ?? false;
  return done && Object(body)[protocol.steps.transfer?.subject ?? ''] === victim.id
    ? 'a transfer of the victim'
    : undefined;
}

function isDone({ target: { protocol } }: Stage, { status }: Reply): boolean {
  return protocol.steps.setRole?.ok.includes(status) ?? false;
}

function handedOut(stage: Stage, { credential }: Reply): string | undefined {
  return Object.keys(ambientOf(stage, credential)).length > 0 ? 'a sign-in planted in the browser' : undefined;
}

/** The credential as it goes on, or undefined once it was ended. */
async function living(stage: Stage, held: Credential): Promise<Credential | undefined> {
  if (!stage.target.protocol.steps.refresh) return (await stage.whoAmI(held)) === undefined ? undefined : held;
  const reply = await stage.perform('refresh', { as: held });
  return isRenewed(stage, reply) ? reply.credential : undefined;
}
