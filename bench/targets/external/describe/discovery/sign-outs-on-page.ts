import { literal } from '../../../../../scenarios/kit/literal.ts';
import { readPage } from '../../../../driver/page-forms.ts';
import type { Target } from '../../description.ts';
import { type Explorer, pathOf } from './explorer.ts';
import { formSteps } from './form-steps.ts';

type Step = Target['call'];
type Steps = [Step, ...Step[]];

/** A link or a form that says that it signs out. */
export interface SignOut {
  readonly steps: Step | Steps;
  /** Whether it says that it ends all sign-ins. */
  readonly isEverywhere: boolean;
  readonly isLink: boolean;
}

/** @param again the page as somebody else sees it: what differs is drawn anew, or is of its user, and has to be saved */
export interface SeenTwice {
  readonly path: string;
  readonly html: string;
  readonly again: string;
}

export const signsOut =
  /log[\s_-]*(out|off)|sign[\s_-]*(out|off)|(^|[\s/])(leave|exit|disconnect|logga ut)\s*$|abmelden|ausloggen|d[ée]conne|cerrar sesi|encerrar|uitloggen|afmelden|wyloguj/i;
const endsAll = /(end|revoke|terminate|close|invalidate|log|sign)\b.*\b(all|every\w*|other)\b|überall|partout|ovunque/i;

export function signOutsOn(explorer: Pick<Explorer, 'origin'>, { path, html, again }: SeenTwice): SignOut[] {
  const found: SignOut[] = [];
  const says = (text: string) => signsOut.test(text) || endsAll.test(text);
  const page = readPage(html);
  for (const form of page.forms.filter((one) => says(`${one.action ?? ''} ${one.words}`))) {
    const { page: first, submit } = formSteps(explorer, { path, form, again }, {});
    const steps: Step | Steps = first.save ? [first, submit] : submit;
    found.push({ steps, isEverywhere: isEverywhere(submit.path, form.words), isLink: false });
  }
  const others = readPage(again).links;
  for (const { href, words } of page.links.filter((one) => says(`${one.href} ${one.words}`))) {
    const twin = others.find((one) => one.words === words && one.href.split('?')[0] === href.split('?')[0]);
    const steps = linkSteps(explorer, path, href, twin?.href ?? href);
    if (steps) found.push({ steps, isEverywhere: isEverywhere(href, words), isLink: true });
  }
  return found;
}

/** `/logout-all`, `/logoutAll`, `/logout/everywhere`, or words that say it. */
export function isEverywhere(path: string, words = ''): boolean {
  return /(-|_|\/)(all|everywhere)\b|out_?(All|Everywhere)\b/.test(path) || endsAll.test(words);
}

/** A link with a value that is drawn anew, or for each user, is read from the page each time. */
function linkSteps(
  explorer: Pick<Explorer, 'origin'>,
  page: string,
  href: string,
  again: string,
): Step | Steps | undefined {
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
  const place = `regex:${literal(bare)}\\?[^"'\\s>]*${literal(name)}=([^"'&\\s>]+)`;
  return [{ path: page, save: { nonce: place } }, { path: `${bare}?${query.replace(value, '{{nonce}}')}` }];
}
