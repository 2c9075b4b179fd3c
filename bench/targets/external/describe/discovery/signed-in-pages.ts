import type { Credential } from '../../../../../scenarios/exchange.ts';
import { readPage } from '../../../../driver/page-forms.ts';
import type { Target } from '../../description.ts';
import { type Explorer, pathOf, type Who } from './explorer.ts';

/** A page with a form that is sent by POST, as it looks to the first user, to them in another sign-in, and to the other one. */
export interface SignedInPage {
  readonly path: string;
  readonly html: string;
  readonly again: string;
  readonly other: string;
}

const usual = ['/profile', '/account', '/settings', '/password', '/account/password', '/change-password'];
const likely = /profil|account|setting|preferen|password|passwd|security|session|device|option|user/i;
/** Links that might do something, though none should (RFC 9110 §9.2.1), and files. */
const neverFollowed =
  /log[\s_-]*(in|out|off)|sign[\s_-]*(in|out|off|up)|leave|delete|remove|destroy|cancel|disable|enable|revoke|reset|unsub|\.(css|js|png|jpe?g|svg|ico|pdf|zip|xml|rss|txt)$/i;
const mostPages = 16;

/** What a user comes to who follows links from the page of the call, those first whose words are about themselves. */
export async function signedInPages(explorer: Explorer, known: Partial<Target>): Promise<SignedInPage[]> {
  const signIn = async (who: Who) => (await explorer.perform('login', known, {}, who)).reply.credential;
  const [one, anew, other] = [await signIn('one'), await signIn('one'), await signIn('other')];
  const read = async (path: string, as: Credential) => {
    const visit = { path, auth: Object.keys(known.credentials ?? {}) };
    const { turns } = await explorer.perform('visit', { ...known, visit }, as);
    const { status = 0, headers = {}, text = '' } = turns.at(-1)?.answer ?? {};
    return status === 200 && /html/.test(String(headers['content-type'])) ? text : '';
  };
  const seen = new Set<string>();
  const found: SignedInPage[] = [];
  let waiting = [known.call?.path ?? '/', '/'];
  while (waiting.length > 0 && seen.size < mostPages) {
    const [path = '/', ...rest] = waiting;
    const html = seen.has(path) ? '' : await read(path, one);
    const page = readPage(html);
    // whoever reads no page has no use for guesses
    const more = html !== '' && seen.size === 0 ? usual : [];
    seen.add(path);
    if (page.forms.some(({ method }) => method === 'POST'))
      found.push({ path, html, again: await read(path, anew), other: await read(path, other) });
    const linked = page.links
      .filter(({ href, words }) => ![href, href.split('?')[0] ?? '', words].some((one) => neverFollowed.test(one)))
      .flatMap(({ href }) => pathOf(href, explorer.origin, path)?.split('#')[0] ?? []);
    const next = [...new Set([...linked, ...rest, ...more])].filter((one) => !seen.has(one));
    waiting = next.toSorted((a, b) => Number(likely.test(b)) - Number(likely.test(a)));
  }
  return found;
}
