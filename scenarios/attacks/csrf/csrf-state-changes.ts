import type { HttpRequest } from '../../exchange.ts';
import type { Attack, Judgement } from '../../kinds/attack.ts';
import { bySpelling } from '../../kit/clients/by-spelling.ts';
import { isKeptByBrowsers, pathSpellings } from '../../kit/clients/spellings.ts';
import { type StateChange, stateChanges } from '../../kit/clients/state-changes.ts';
import { type Attempt, judgeAttempts } from '../../kit/evidence/attempts.ts';
import { asking, foreignPages } from '../../kit/pages/foreign-pages.ts';
import type { Stage } from '../../stage.ts';

type Seen = { readonly attempts: readonly Attempt[] };

const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'];

export default {
  kind: 'attack',
  id: 'csrf-state-changes',
  title: 'Every state change, from pages of others',
  question:
    'Is there one state change, one method or one spelling of its path that a page of another origin can ask for?',
  goal: 'Find the one request that nobody thought to guard.',
  precondition: 'web-page',
  severity: 'high',
  references: [
    'CWE-352',
    'CWE-650',
    'CWE-178',
    'ASVS 3.5.1',
    'ASVS 3.5.3',
    'WSTG-SESS-05',
    'Fetch §3.2',
    'RFC 10017 §6.1.3.3',
  ],
  steps: [
    'Users and an administrator are signed in. Every state change of the protocol is asked for with their cookies: transfer, payout, logout, logout everywhere, a new password, an account disabled, enabled, added and deleted, a role, the end of one sign-in and of all.',
    'From each page that is not ours, as its Origin and Sec-Fetch-Site tell; from one of the same site also by every other method, and by the spellings of its path that a browser leaves as they are.',
    'After each it is read what came of it: in the database, by a login, or on the page of administrators.',
  ],
  fix: 'Refuse a change that a page of another origin asks for: check Origin, or ask for a value that only your own pages know.',
  controls: ['no-origin-proof', 'paths-compared-as-text'],
  needs: {
    hooks: ['effects'],
    steps: ['transfer', 'password', 'disable', 'setRole', 'endSignIns', 'addUser', 'deleteUser'],
    users: 8,
  },
  appliesTo: ({ ambient }) => ambient === 'every-request' || 'a browser does not sign what changes state by itself',
  expected: () => 'blocked',

  async attempt(stage) {
    const attempts: Attempt[] = [];
    for (const change of await stateChanges(stage)) attempts.push(...(await askedFor(stage, change)));
    return { attempts };
  },

  judge: ({ attempts }): Judgement => judgeAttempts(attempts, 'requests of pages of others'),
} satisfies Attack<Seen>;

async function askedFor(stage: Stage, change: StateChange): Promise<Attempt[]> {
  const { step } = change;
  const pages = foreignPages(stage);
  const sameSite = pages['same-site'] ?? {};
  const attempts: Attempt[] = [];
  const ask = async (way: string, request: HttpRequest) => {
    const { status } = await stage.send(request);
    const got = await change.effect();
    attempts.push({ way: `${step}, ${way}`, status, ...(got && { got }) });
  };
  for (const [page, proof] of Object.entries(pages)) await ask(page, asking(change.request(), proof));
  for (const method of methods.filter((one) => one !== change.request().method))
    await ask(`as ${method}`, byMethod(asking(change.request(), sameSite), method));
  const spelled = await bySpelling(stage, {
    what: step,
    request: () => asking(change.request(), sameSite),
    spell: (request) => pathSpellings(request).filter(isKeptByBrowsers),
    gained: () => change.effect(),
  });
  return [...attempts, ...spelled];
}

function byMethod({ body, headers, ...request }: HttpRequest, method: string): HttpRequest {
  const { 'content-type': _, ...plain } = headers;
  if (method === 'GET' || method === 'HEAD') return { ...request, headers: plain, method };
  return { ...request, headers, method, ...(body !== undefined && { body }) };
}
