import { type Content, html, type SafeHtml } from './markup.ts';

/** What is there for those who ask: the page shows its summary alone. */
export function folded(summary: Content, content: Content): SafeHtml {
  return html`<details><summary>${summary}</summary><div>${content}</div></details>`;
}
