import type { Target } from '../description.ts';
import type { LoginForm } from './login-form.ts';

type Step = Target['call'];

/**
 * A request as one types it: `GET /me`, `POST /login {"user":"{{username}}"}`, `POST /token grant_type=refresh_token`
 * (a form), `PUT /token basic`. Without a method it is GET.
 * @returns undefined for what is none
 */
export function typedStep(text: string): Step | undefined {
  const [, method = 'GET', path, body = ''] =
    /^(?:(GET|POST|PUT|PATCH|DELETE)\s+)?(\/\S*)(?:\s+(.+))?$/i.exec(text) ?? [];
  if (path === undefined) return undefined;
  const step = { method: method.toUpperCase() as Step['method'], path };
  if (body === '') return step;
  if (body === 'basic') return { ...step, headers: { authorization: 'Basic {{basic}}' } };
  if (!body.startsWith('{')) return { ...step, form: Object.fromEntries(new URLSearchParams(body)) };
  try {
    return { ...step, json: JSON.parse(body) };
  } catch {
    return undefined;
  }
}

/**
 * A login as it is typed, with the usual fields where none were: those of JSON, or of the form on a page, which sends
 * along what came filled.
 */
export function typedLogin(step: Step, page: string, form: LoginForm | undefined): Target['login'] {
  const said = step.json ?? step.form ?? step.headers;
  if (!form)
    return said || step.method === 'GET'
      ? step
      : { ...step, json: { username: '{{username}}', password: '{{password}}' } };
  const saved = Object.keys(form.filled).map((field, i) => [field, `field${i + 1}`] as const);
  const save = Object.fromEntries(saved.map(([field, name]) => [name, form.filled[field] ?? '']));
  const filled = Object.fromEntries(saved.map(([field, name]) => [field, `{{${name}}}`]));
  return [
    { path: page, ...(saved.length > 0 && { save }) },
    { ...step, form: { ...filled, ...(step.form ?? form.asked) } },
  ];
}
