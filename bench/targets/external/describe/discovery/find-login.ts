import { type PageForm, passwordForm, readPage } from '../../../../driver/page-forms.ts';
import type { Target } from '../../description.ts';
import { asked } from './asked.ts';
import type { Explorer } from './explorer.ts';
import { formSteps } from './form-steps.ts';
import { graphqlLogins } from './graphql.ts';
import { ownFields } from './own-fields.ts';
import { type PageBehind, pageBehind } from './page-behind.ts';
import { type SignIns, signIns } from './sign-ins.ts';

type Login = Target['login'];
type Step = Target['call'];

/** A login that hands out something, which a wrong password does not. */
export interface FoundLogin {
  readonly login: Login;
  readonly headers?: Readonly<Record<string, string>>;
  readonly how: string;
  readonly seen: SignIns;
}

const pages = [
  '/login',
  '/signin',
  '/sign-in',
  '/users/sign_in',
  '/accounts/login/',
  '/user/login',
  '/admin/login/',
  '/wp-login.php',
  '/',
];
const paths = [
  '/login',
  '/api/login',
  '/auth/login',
  '/api/auth/login',
  '/session',
  '/api/session',
  '/sessions',
  '/token',
  '/api/token',
  '/signin',
];
const names = ['username', 'email', 'login', 'identifier', 'user', 'name'];
/** Of addresses that take a POST, so many are tried: each try counts where failed logins are counted. */
const mostPaths = 3;

/**
 * @param hints steps that were recorded or declared, and a page: those alone are tried where there are some. A form that was
 * recorded is read from its page, since values of it may be drawn anew; what no page has is sent as it was.
 */
export async function findLogin(
  explorer: Explorer,
  hints: { readonly page?: string | undefined; readonly logins?: readonly Login[] },
): Promise<FoundLogin | undefined> {
  const { page: hint, logins = [] } = hints;
  const forms = logins.filter((one) => [one].flat().at(-1)?.form);
  const whole = logins.filter((one) => !forms.includes(one));
  const asRecorded = async (some: readonly Login[]) => {
    for (const login of some) {
      const found = await tried(explorer, login, 'as it was recorded');
      if (found) return found;
    }
    return undefined;
  };
  if (whole.length > 0) return asRecorded(whole);
  const usual = forms.length > 0 ? [] : pages;
  for (const path of hint === undefined ? usual : [hint, ...usual]) {
    const page = await pageBehind(explorer, path);
    const login = page && (await ofPage(explorer, page));
    const found = login && (await tried(explorer, login, `the form on ${path}`));
    if (found) return found;
  }
  if (forms.length > 0) return asRecorded(forms);
  for (const path of await taking(explorer, hint)) {
    for (const login of jsonLogins(path)) {
      const found = await tried(explorer, login, `JSON at ${path}`);
      if (found) return found;
    }
  }
  for (const login of await graphqlLogins(explorer)) {
    const found = await tried(explorer, login, 'a GraphQL mutation');
    if (found) return found;
  }
  return undefined;
}

async function ofPage(explorer: Explorer, page: PageBehind): Promise<Login | undefined> {
  const form = passwordForm(readPage(page.answer.text));
  const again = (await explorer.get(page.path)).text;
  if (form) {
    const { page: first, submit } = formSteps(explorer, { path: page.path, form, again }, ownFields(form));
    return [first, submit];
  }
  return twoPages(explorer, page, again);
}

/** One page asks who it is, and the one behind it for the password. */
async function twoPages(explorer: Explorer, { path, answer }: PageBehind, again: string): Promise<Login | undefined> {
  const form = readPage(answer.text).forms.find(({ fields }) => fields.some(isWho));
  const who = form?.fields.find(isWho);
  if (!form || !who) return undefined;
  const { page, submit } = formSteps(explorer, { path, form, again }, { [who.name]: '{{username}}' });
  const steps: [Step, ...Step[]] = [page, submit];
  const first = await asked(explorer, steps);
  const second = await asked(explorer, steps);
  const next = first && passwordForm(readPage(first.answer.text));
  if (!next) return undefined;
  const behind = formSteps(
    explorer,
    { path: first.path, form: next, again: second?.answer.text ?? '' },
    ownFields(next),
  );
  const { save } = behind.page;
  // where the answer itself is the page, what it says is saved there
  const read: Step[] = first.steps.map((step, i) => (i === first.steps.length - 1 && save ? { ...step, save } : step));
  return [first.steps[0], ...read.slice(1), behind.submit];
}

function isWho({ name, type }: PageForm['fields'][number]): boolean {
  return /^(text|email|tel)$/.test(type) && /user|mail|login|ident|name|account/i.test(name);
}

/** Addresses that do something with a POST. */
async function taking(explorer: Explorer, hint: string | undefined): Promise<string[]> {
  const found: string[] = [];
  for (const path of hint === undefined ? paths : [hint, ...paths]) {
    if (found.length >= mostPaths) break;
    const { reply } = await explorer.perform('visit', { visit: { method: 'POST', path, json: {} } });
    if (![0, 404, 405, 501].includes(reply.status)) found.push(path);
  }
  return found;
}

function jsonLogins(path: string): Login[] {
  const login = (name: string): Step => ({
    method: 'POST',
    path,
    json: { [name]: '{{username}}', password: '{{password}}' },
  });
  const grant = { grant_type: 'password', username: '{{username}}', password: '{{password}}' };
  return [...names.map(login), ...(/token/.test(path) ? [{ method: 'POST', path, form: grant }] : [])];
}

/** As it is, and as a page of the app would send it. */
async function tried(explorer: Explorer, login: Login, how: string): Promise<FoundLogin | undefined> {
  const seen = await signIns(explorer, { login });
  if (seen) return { login, how, seen };
  const headers = { origin: '{{origin}}' };
  const fromPage = await signIns(explorer, { login, headers });
  return fromPage && { login, headers, how, seen: fromPage };
}
