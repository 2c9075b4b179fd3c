import { type DefaultTreeAdapterTypes, parse } from 'parse5';

type Element = DefaultTreeAdapterTypes.Element;

/** A form as a browser would submit it: by its own method, to its own address, with what it holds. */
export interface PageForm {
  readonly method: 'GET' | 'POST';
  /** Absent where it is the page's own. */
  readonly action?: string;
  readonly fields: readonly PageField[];
  /** Words on its buttons. */
  readonly words: string;
}

export interface PageField {
  readonly name: string;
  readonly type: string;
  readonly value: string;
}

export interface Page {
  readonly forms: readonly PageForm[];
  readonly links: readonly { readonly href: string; readonly words: string }[];
  /** By name: what `<meta name=… content=…>` says. */
  readonly meta: ReadonlyMap<string, string>;
}

/** What a page can be submitted by and followed to. Scripts and templates are not run. */
export function readPage(html: string): Page {
  const all = elementsIn(parse(html));
  const inputs = all.filter(({ tagName }) => ['input', 'button', 'select', 'textarea'].includes(tagName));
  const forms = all.filter(({ tagName }) => tagName === 'form');
  const owner = (input: Element) => {
    const id = attribute(input, 'form');
    return forms.find((form) => (id === undefined ? elementsIn(form).includes(input) : attribute(form, 'id') === id));
  };
  return {
    forms: forms.map((form) =>
      formOf(
        form,
        inputs.filter((input) => owner(input) === form),
      ),
    ),
    links: all
      .filter((one) => one.tagName === 'a')
      .map((one) => ({ href: attribute(one, 'href') ?? '', words: textOf(one) })),
    meta: new Map(
      all
        .filter(({ tagName }) => tagName === 'meta')
        .map((one) => [attribute(one, 'name') ?? '', attribute(one, 'content') ?? '']),
    ),
  };
}

/** The form that asks for a password. */
export function passwordForm({ forms }: Page): PageForm | undefined {
  return forms.find(({ fields }) => fields.some(({ type }) => type === 'password'));
}

/** The value that a page gives a field: in the form that asks for a password, else in the first that has it. */
export function fieldOn(html: string, name: string): string | undefined {
  const page = readPage(html);
  const all = [passwordForm(page), ...page.forms].flatMap((form) => form?.fields ?? []);
  return all.find((field) => field.name === name)?.value;
}

/** Controls that are sent with it (HTML, "constructing the entry list"); of several buttons the first is pressed. */
function formOf(form: Element, controls: readonly Element[]): PageForm {
  const action = attribute(form, 'action');
  const enabled = controls.filter((one) => attribute(one, 'disabled') === undefined);
  const buttons = enabled.filter(isSubmitter);
  const sent = enabled.filter((one) => one === buttons[0] || (!isButton(one) && !isUnticked(one)));
  return {
    method: attribute(form, 'method')?.toUpperCase() === 'POST' ? 'POST' : 'GET',
    ...(action && { action }),
    fields: sent.flatMap((one) => {
      const name = attribute(one, 'name');
      return name ? [{ name, type: typeOf(one), value: sentValue(one) }] : [];
    }),
    words: buttons
      .map((one) => `${textOf(one)} ${attribute(one, 'value') ?? ''}`)
      .join(' ')
      .trim(),
  };
}

function typeOf(one: Element): string {
  return one.tagName === 'input' ? (attribute(one, 'type') ?? 'text').toLowerCase() : one.tagName;
}

function isButton(one: Element): boolean {
  return one.tagName === 'button' || ['submit', 'button', 'image', 'reset'].includes(typeOf(one));
}

function isSubmitter(one: Element): boolean {
  const type = one.tagName === 'button' ? (attribute(one, 'type') ?? 'submit').toLowerCase() : typeOf(one);
  return isButton(one) && (type === 'submit' || type === 'image');
}

function isUnticked(one: Element): boolean {
  return isTickable(one) && attribute(one, 'checked') === undefined;
}

function isTickable(one: Element): boolean {
  return /^(checkbox|radio)$/.test(typeOf(one));
}

function sentValue(one: Element): string {
  if (one.tagName === 'textarea') return textOf(one);
  if (one.tagName === 'select') {
    const options = elementsIn(one).filter(({ tagName }) => tagName === 'option');
    const chosen = options.find((option) => attribute(option, 'selected') !== undefined) ?? options[0];
    return chosen ? (attribute(chosen, 'value') ?? textOf(chosen)) : '';
  }
  return attribute(one, 'value') ?? (isTickable(one) ? 'on' : '');
}

function elementsIn(node: DefaultTreeAdapterTypes.ParentNode): Element[] {
  return node.childNodes.flatMap((child) => ('tagName' in child ? [child, ...elementsIn(child)] : []));
}

function textOf(node: DefaultTreeAdapterTypes.ParentNode): string {
  return node.childNodes
    .map((child) => ('value' in child ? child.value : 'tagName' in child ? textOf(child) : ''))
    .join('')
    .trim();
}

function attribute({ attrs }: Element, name: string): string | undefined {
  return attrs.find((one) => one.name === name)?.value;
}
