import { sanitise } from '../text/sanitise.ts';

const source = Symbol('safe HTML');

/** Markup that may be written as it is. Only this file can make one, so parsed JSON never passes for it. */
export interface SafeHtml {
  readonly [source]: string;
}

export type Content = SafeHtml | string | number | null | undefined | false | readonly Content[];

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

/** Text as HTML without effect, valid between tags and inside quoted attributes. */
export function escapeHtml(text: string): string {
  return sanitise(text).replace(/[&<>"'`]/g, (character) => `&#${character.charCodeAt(0)};`);
}

function write(value: Content): string {
  if (value === null || value === undefined || value === false) return '';
  if (typeof value === 'string') return escapeHtml(value);
  if (typeof value === 'number') return String(value);
  return source in value ? value[source] : value.map(write).join('');
}
