import { sanitise } from './sanitise.ts';

/** So that one endless field does not push all others out of a file. */
const longestField = 1_000;

/** Text that stays text in Markdown: no markup wherever in a line it stands, no table break, no mention of a person or an issue. */
export function plain(text: string): string {
  return sanitise(text, longestField)
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/[&<>]/g, (sign) => ({ '&': '&amp;', '<': '&lt;' })[sign] ?? '&gt;')
    .replace(/[\\`*_[\]|~]/g, '\\$&')
    .replace(/^[-+=#]/, '\\$&')
    .replace(/^(\d+)([.)])(?=\s|$)/, '$1\\$2')
    .replace(/@(?=\w)|#(?=\d)/g, '$&\u200b');
}

/** A code span, in which a Markdown reader looks at nothing. */
export function code(text: string): string {
  return `\`${sanitise(text, longestField).replace(/[`\s]+/g, ' ')}\``;
}
