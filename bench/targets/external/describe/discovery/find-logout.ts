import { readPage } from '../../../../driver/page-forms.ts';
import type { Target } from '../../description.ts';
import { looksRefused } from '../../looks-refused.ts';
import { type Explorer, pathOf } from './explorer.ts';
import { formSteps } from './form-steps.ts';

type Step = Target['call'];
type Steps = [Step, ...Step[]];

const usual: readonly Step[] = [
  ...['/logout', '/api/logout', '/auth/logout', '/api/auth/logout', '/signout'].map((path) => ({
    method: 'POST',
    path,
  })),
  ...['/session', '/api/session'].map((path) => ({ method: 'DELETE', path })),
  { path: '/logout' },
];
const out =
  /log[\s_-]*(out|off)|sign[\s_-]*(out|off)|(^|[\s/])(leave|exit|disconnect|logga ut)\s*$|abmelden|ausloggen|d[ée]conne|cerrar sesi|encerrar|uitloggen|afmelden|wyloguj/i;

/** What ends a sign-in: shown by the call, which then names nobody, or by a token's being refused. */
export async function findLogout(
  explorer: Explorer,
  known: Partial<Target>,
  hints: readonly (Step | Steps)[],
): Promise<Step | Steps | undefined> {
  const candidates = hints.length > 0 ? hints : [...(await onPages(explorer, known)), ...usual];
  const polite: (Step | Steps)[] = [];
  for (const logout of candidates) {
    const ended = await isEndedBy(explorer, { ...known, logout });
    if (ended === 'ended') return logout;
    if (ended === 'answered') polite.push(logout);
  }
  // of a token that the server cannot take back nothing is left to be seen
  return polite[0];
}

/** @returns `answered` where a token's end is left to its client, and nothing more can be seen */
export async function isEndedBy(explorer: Explorer, parts: Partial<Target>): Promise<'ended' | 'answered' | 'nothing'> {
  const { reply: signedIn } = await explorer.perform('login', parts);
  const { reply } = await explorer.perform('logout', parts, signedIn.credential);
  const isDone = reply.failure === undefined && reply.status >= 200 && reply.status < 400;
  if (!isDone) return 'nothing';
  const { subject: left } = (await explorer.perform('me', parts, reply.credential)).reply;
  const { subject: copy } = (await explorer.perform('me', parts, signedIn.credential)).reply;
  if (left === undefined || copy === undefined) return 'ended';
  if (looksRefused(reply)) return 'nothing';
  const isBearer = Object.values(parts.credentials ?? {}).every((one) => !('cookies' in one.in));
  return isBearer && Object.keys(parts.credentials ?? {}).length > 0 ? 'answered' : 'nothing';
}

/** Links and forms that say so on the page of the call and on the one before the root. */
async function onPages(explorer: Explorer, known: Partial<Target>): Promise<(Step | Steps)[]> {
  const found: (Step | Steps)[] = [];
  for (const path of new Set([known.call?.path ?? '/', '/'])) {
    const [html, again] = [await pageOf(explorer, known, path), await pageOf(explorer, known, path)];
    const page = readPage(html);
    for (const form of page.forms.filter((one) => out.test(`${one.action ?? ''} ${one.words}`))) {
      const { page: first, submit } = formSteps(explorer, { path, form, again }, {});
      found.push(first.save ? [first, submit] : submit);
    }
    const others = readPage(again).links;
    for (const { href, words } of page.links.filter((one) => out.test(`${one.href} ${one.words}`))) {
      const twin = others.find((one) => one.words === words && one.href.split('?')[0] === href.split('?')[0]);
      const link = linkSteps(explorer, path, href, twin?.href ?? href);
      if (!link) continue;
      found.push(link);
      const confirmed = await confirming(explorer, known, link);
      if (confirmed) found.push(confirmed);
    }
  }
  return found;
}

/** A link with a value that is drawn anew is read from the page each time. */
function linkSteps(explorer: Explorer, page: string, href: string, again: string): Step | Steps | undefined {
  const path = pathOf(href, explorer.origin, page);
  const other = pathOf(again, explorer.origin, page);
  if (path === undefined || other === undefined) return undefined;
  if (path === other) return { path };
  const [bare = '', query = ''] = path.split('?');
  const fresh = [...new URLSearchParams(query)].find(
    ([name, value]) => new URLSearchParams(other.split('?')[1]).get(name) !== value,
  );
  if (!fresh) return undefined;
  const [name, value] = fresh;
  const place = `regex:${escaped(bare)}\\?[^"'\\s>]*${escaped(name)}=([^"'&\\s>]+)`;
  return [{ path: page, save: { nonce: place } }, { path: `${bare}?${query.replace(value, '{{nonce}}')}` }];
}

/** A page that asks whether one is sure. */
async function confirming(explorer: Explorer, known: Partial<Target>, link: Step | Steps): Promise<Steps | undefined> {
  const steps = [link].flat();
  const last = steps.at(-1);
  if (!last) return undefined;
  const [html, again] = [await pageOf(explorer, known, steps), await pageOf(explorer, known, steps)];
  const form = readPage(html).forms.find(
    (one) => one.method === 'POST' && out.test(`${one.action ?? last.path} ${one.words}`),
  );
  if (!form) return undefined;
  const { page, submit } = formSteps(explorer, { path: last.path, form, again }, {});
  return [...steps.slice(0, -1), { ...last, ...page, path: last.path }, submit] as unknown as Steps;
}

async function pageOf(explorer: Explorer, known: Partial<Target>, at: string | readonly Step[]): Promise<string> {
  const { reply } = await explorer.perform('login', known);
  const steps = typeof at === 'string' ? [{ path: at }] : at;
  const auth = Object.keys(reply.credential);
  const logout = steps.map((step) => ({ ...step, auth })) as unknown as Steps;
  const { turns } = await explorer.perform('logout', { ...known, logout }, reply.credential);
  return turns.at(-1)?.answer.text ?? '';
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
