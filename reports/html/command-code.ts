import { html, type SafeHtml } from './markup.ts';

/** A command to type, of which no option is broken in two at the end of a line: `--` and `ui` are read as two words. */
export function commandCode(text: string): SafeHtml {
  const parts = text.split(/(?<!\S)(-\S*)/);
  return html`<code>${parts.map((part, place) => (place % 2 === 1 ? html`<span class="option">${part}</span>` : part))}</code>`;
}
