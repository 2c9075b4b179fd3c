import { fieldOn, type PageForm } from '../../../../driver/page-forms.ts';
import type { Target } from '../../description.ts';
import { type Explorer, pathOf } from './explorer.ts';

type Step = Target['call'];

/** A form of a page as steps: the page, whose fresh values are saved, and what it sends. */
export interface FormSteps {
  readonly page: Step;
  readonly submit: Step;
}

/**
 * @param again the same page, asked for once more by somebody else: what differs is drawn anew and has to be saved
 * @param own what a user fills in, by the name of its field
 */
export function formSteps(
  explorer: Pick<Explorer, 'origin'>,
  { path, form, again }: { readonly path: string; readonly form: PageForm; readonly again: string },
  own: Readonly<Record<string, string>>,
): FormSteps {
  const fresh = form.fields.filter(({ name, value }) => !(name in own) && fieldOn(again, name) !== value);
  const named = new Map(fresh.map(({ name }, i) => [name, `field${i + 1}`]));
  const body = Object.fromEntries(
    form.fields.map(({ name, value }) => [name, own[name] ?? (named.has(name) ? `{{${named.get(name)}}}` : value)]),
  );
  const target = pathOf(form.action ?? path, explorer.origin, path) ?? path;
  const save = Object.fromEntries([...named].map(([name, as]) => [as, `field:${name}`]));
  return {
    page: { path, ...(named.size > 0 && { save }) },
    submit:
      form.method === 'POST'
        ? { method: 'POST', path: target, form: body }
        : { path: `${target.split('?')[0]}?${unescaped(new URLSearchParams(body))}` },
  };
}

/** Templates in a query are filled in later. */
function unescaped(query: URLSearchParams): string {
  return String(query).replaceAll('%7B', '{').replaceAll('%7D', '}');
}
