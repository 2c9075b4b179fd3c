import { type DefaultTreeAdapterTypes, parse } from 'parse5';

/** What a form on a page asks for: fields that bring their value, each with the place to take it from, and a user's own. */
export interface LoginForm {
  readonly filled: Readonly<Record<string, string>>;
  readonly asked: Readonly<Record<string, string>>;
}

type Element = DefaultTreeAdapterTypes.Element;

/** Of the form that asks for a password; of all fields of the page where none does. */
export function loginForm(html: string): LoginForm {
  const page = parse(html, { sourceCodeLocationInfo: true });
  const form = elementsIn(page, 'form').find((one) => elementsIn(one, 'input').some(isPassword));
  const inputs = elementsIn(form ?? page, 'input').filter((input) => attributeOf(input, 'name'));
  const empty = inputs.filter((input) => !attributeOf(input, 'value'));
  const password = empty.find(isPassword);
  const before = password ? empty.slice(0, empty.indexOf(password)) : [];
  const username = before.findLast((input) => /^(text|email|tel)$/i.test(attributeOf(input, 'type') ?? 'text'));
  const nameOf = (input: Element) => attributeOf(input, 'name') ?? '';
  const filled = inputs.filter((input) => !empty.includes(input));
  return {
    filled: Object.fromEntries(filled.map((input) => [nameOf(input), placeIn(html, input)])),
    asked: {
      [username ? nameOf(username) : 'username']: '{{username}}',
      [password ? nameOf(password) : 'password']: '{{password}}',
    },
  };
}

function elementsIn(node: DefaultTreeAdapterTypes.ParentNode, name: string): Element[] {
  return node.childNodes.flatMap((child) =>
    'tagName' in child ? [...(child.tagName === name ? [child] : []), ...elementsIn(child, name)] : [],
  );
}

function isPassword(input: Element): boolean {
  return attributeOf(input, 'type')?.toLowerCase() === 'password';
}

function attributeOf({ attrs }: Element, name: string): string | undefined {
  return attrs.find((one) => one.name === name)?.value;
}

/** Where the value of a field stands in a page, which has another one each time: as the page writes it. */
function placeIn(html: string, { sourceCodeLocation }: Element): string {
  const written = (attribute: 'name' | 'value') => {
    const { startOffset = 0, endOffset = 0 } = sourceCodeLocation?.attrs?.[attribute] ?? {};
    const [key = '', text = ''] = html.slice(startOffset, endOffset).split(/=(.*)/s);
    const isQuoted = /^["']/.test(text);
    const value = attribute === 'value' ? '' : escaped(isQuoted ? text.slice(1, -1) : text);
    return { startOffset, key: escaped(key), isQuoted, value };
  };
  const [name, value] = [written('name'), written('value')];
  const named = `${name.key}=${name.isQuoted ? `["']${name.value}["']` : name.value}`;
  const taken = `${value.key}=${value.isQuoted ? `["']([^"']+)["']` : `([^\\s"'>]+)`}`;
  return `regex:${name.startOffset < value.startOffset ? `${named}[^>]*${taken}` : `${taken}[^>]*${named}`}`;
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
