import type { Target } from '../description.ts';
import type { FormSteps } from './discovery/form-steps.ts';
import { withoutSecrets } from './import/client-secrets.ts';
import { fromCurl, isCurl } from './import/from-curl.ts';
import { type Known, stepOf } from './import/recorded.ts';

type Step = Target['call'];

/**
 * A request as one types it: `GET /me`, `POST /login {"user":"{{username}}"}`, `POST /token grant_type=refresh_token`
 * (a form), `PUT /token basic`, or a pasted curl command. Without a method it is GET.
 * @param known whose names and passwords become templates
 * @returns undefined for what is none
 */
export function typedStep(text: string, known: Known = []): Step | undefined {
  if (isCurl(text)) {
    const [first] = fromCurl(text);
    return first && withoutSecrets(stepOf(first, known));
  }
  const [, method = 'GET', path, body = ''] = /^(?:([a-z]+)\s+)?(\/\S*)(?:\s+(.+))?$/is.exec(text) ?? [];
  if (path === undefined) return undefined;
  const step = { method: method.toUpperCase() as Step['method'], path };
  if (body === '' || promptWords.test(body)) return step;
  if (body === 'basic') return { ...step, headers: { authorization: 'Basic {{basic}}' } };
  if (!body.startsWith('{')) return { ...step, form: Object.fromEntries(new URLSearchParams(body)) };
  try {
    return { ...step, json: JSON.parse(body) };
  } catch {
    return undefined;
  }
}

/** Who types what the question itself says means what it says. */
const promptWords = /^with\s+(what that form asks for|username and password as JSON)$/i;

/** The page that a login begins with. */
export interface LoginPage {
  readonly path: string;
  /** What its form sends, as steps; absent where it has none that asks for a password. */
  readonly form?: FormSteps | undefined;
}

/**
 * A login as it is typed, with the usual fields where none were: those of JSON, or of the form on a page, which sends
 * along what came filled. A page without a form comes before whatever the login sends.
 */
export function typedLogin(step: Step, page: LoginPage | undefined): Target['login'] {
  const said = step.json ?? step.form ?? step.headers;
  const usual = { ...step, json: { username: '{{username}}', password: '{{password}}' } };
  if (page?.form && !step.json) return [page.form.page, { ...step, form: { ...page.form.submit.form, ...step.form } }];
  const login = said || step.method === 'GET' ? step : usual;
  return page ? [{ path: page.path }, login] : login;
}
