import { isAnswered } from '../../../../../scenarios/kit/evidence/unanswered.ts';
import { readPage } from '../../../../driver/page-forms.ts';
import type { Target } from '../../description.ts';
import { looksRefused } from '../../looks-refused.ts';
import type { Explorer, Who } from './explorer.ts';
import { findRevocation } from './find-revocation.ts';
import { formSteps } from './form-steps.ts';
import { type SignOut, signOutsOn, signsOut } from './sign-outs-on-page.ts';
import { withoutContent } from './without-content.ts';

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

/** What ends a sign-in: shown by the call, which then names nobody, or by a token's being refused. */
export async function findLogout(
  explorer: Explorer,
  known: Partial<Target>,
  hints: readonly (Step | Steps)[],
  revocations: readonly Step[] = [],
): Promise<Step | Steps | undefined> {
  const made = [known.login ?? []].flat().at(-1)?.path;
  const own: Step[] = made === undefined ? [] : [{ method: 'DELETE', path: made }];
  const candidates =
    hints.length > 0 || revocations.length > 0 ? hints : [...(await onPages(explorer, known)), ...usual, ...own];
  const polite: (Step | Steps)[] = [];
  for (const logout of candidates.flatMap((one) => withoutContent(one, known))) {
    const ended = await isEndedBy(explorer, { ...known, logout });
    if (ended === 'ended') return logout;
    if (ended === 'answered') polite.push(logout);
  }
  // of a token that the server cannot take back nothing is left to be seen
  return (await findRevocation(explorer, known, revocations)) ?? polite[0];
}

/** @returns `answered` where a token's end is left to its client, and nothing more can be seen */
export async function isEndedBy(explorer: Explorer, parts: Partial<Target>): Promise<'ended' | 'answered' | 'nothing'> {
  const { reply: signedIn } = await explorer.perform('login', parts);
  const { reply } = await explorer.perform('logout', parts, signedIn.credential);
  const isDone = reply.failure === undefined && reply.status >= 200 && reply.status < 400;
  if (!isDone) return 'nothing';
  const left = (await explorer.perform('me', parts, reply.credential)).reply;
  const copy = (await explorer.perform('me', parts, signedIn.credential)).reply;
  // what is not answered tells nothing
  if ([left, copy].some((one) => isAnswered(one) && one.subject === undefined)) return 'ended';
  if (looksRefused(reply)) return 'nothing';
  const isBearer = Object.values(parts.credentials ?? {}).every((one) => !('cookies' in one.in));
  return isBearer && Object.keys(parts.credentials ?? {}).length > 0 ? 'answered' : 'nothing';
}

/** Links and forms that say so on the page of the call and on the one before the root. */
async function onPages(explorer: Explorer, known: Partial<Target>): Promise<(Step | Steps)[]> {
  const found: (Step | Steps)[] = [];
  for (const path of new Set([known.call?.path ?? '/', '/'])) {
    const [html, again] = [await pageOf(explorer, known, path), await pageOf(explorer, known, path, 'other')];
    const said = signOutsOn(explorer, { path, html, again });
    for (const one of said.toSorted((a, b) => Number(a.isEverywhere) - Number(b.isEverywhere))) {
      found.push(one.steps);
      const confirmed = one.isLink ? await confirming(explorer, known, one) : undefined;
      if (confirmed) found.push(confirmed);
    }
  }
  return found;
}

/** A page that asks whether one is sure. */
async function confirming(explorer: Explorer, known: Partial<Target>, link: SignOut): Promise<Steps | undefined> {
  const steps = [link.steps].flat();
  const last = steps.at(-1);
  if (!last) return undefined;
  const [html, again] = [await pageOf(explorer, known, steps), await pageOf(explorer, known, steps, 'other')];
  const form = readPage(html).forms.find(
    (one) => one.method === 'POST' && signsOut.test(`${one.action ?? last.path} ${one.words}`),
  );
  if (!form) return undefined;
  const { page, submit } = formSteps(explorer, { path: last.path, form, again }, {});
  return [...steps.slice(0, -1), { ...last, ...page, path: last.path }, submit] as unknown as Steps;
}

async function pageOf(
  explorer: Explorer,
  known: Partial<Target>,
  at: string | readonly Step[],
  who: Who = 'one',
): Promise<string> {
  const { reply } = await explorer.perform('login', known, {}, who);
  const steps = typeof at === 'string' ? [{ path: at }] : at;
  const auth = Object.keys(known.credentials ?? {});
  const logout = steps.map((step) => ({ ...step, auth })) as unknown as Steps;
  const { turns } = await explorer.perform('logout', { ...known, logout }, reply.credential, who);
  return turns.at(-1)?.answer.text ?? '';
}
