const source = Symbol('safe HTML');

/** Markup that may be written as it is. Only this file can make one, so parsed JSON never passes for it. */
export interface SafeHtml {
  readonly [source]: string;
}

export type Content = SafeHtml | string | number | null | undefined | false | readonly Content[];

/** A run holds text of servers and attackers. One field may not fill the page. */
export const longestText = 2_000;

/** Template tag: what stands in the template is markup, what is interpolated is text, unless it is `SafeHtml`. */
export function html(strings: TemplateStringsArray, ...values: readonly Content[]): SafeHtml {
  return { [source]: strings.reduce((text, part, index) => text + write(values[index - 1]) + part) };
}

/** For literal styles and scripts of this folder. Never for anything that a run wrote. */
export function trusted(text: string): SafeHtml {
  return { [source]: text };
}

export function render(markup: SafeHtml): string {
  return markup[source];
}

/** Text as inert HTML, valid between tags and inside quoted attributes. Controls become visible pictures. */
export function escapeHtml(text: string): string {
  return cut(text, longestText)
    .replace(/[&<>"'`]/g, (character) => `&#${character.charCodeAt(0)};`)
    .replace(controls, (character) => String.fromCharCode(0x2400 + character.charCodeAt(0)))
    .replace(invisible, '\uFFFD');
}

/** A text of at most this length, with a notice where there was more. */
export function cut(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length)} … (${text.length} characters, cut here)`;
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not reach the page
const controls = /[\u0000-\u0008\u000B-\u001F]/g;
/** C1 controls, bidirectional overrides that can reorder a sentence, and halves of surrogate pairs. */
const invisible =
  /[\u007F-\u009F\u200E\u200F\u202A-\u202E\u2066-\u2069\uFEFF\uFFFE\uFFFF]|[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g;

function write(value: Content): string {
  if (value === null || value === undefined || value === false) return '';
  if (typeof value === 'string') return escapeHtml(value);
  if (typeof value === 'number') return String(value);
  return source in value ? value[source] : value.map(write).join('');
}
