import { groupBy } from '../group-by.ts';
import { html, render, type SafeHtml } from './markup.ts';

/** As many schemes have a column each beside a title; of more, those of which the same is true are told together. */
const mostColumns = 4;

export interface Square {
  readonly scheme: string;
  readonly shown: SafeHtml;
}

/** What a line says of each scheme. It is named for those who do not see in which column it stands. */
export function who(squares: readonly Square[]): SafeHtml {
  if (squares.length <= mostColumns)
    return html`<span class="who">${squares.map(({ scheme, shown }) => html`<span><span class="scheme">${scheme} </span>${shown}</span>`)}</span>`;
  const groups = [...groupBy(squares, ({ shown }) => render(shown)).values()];
  return html`<span class="who many">${groups.map((alike) => html`<span>${alike[0].shown} ${alike.map(({ scheme }) => scheme).join(', ')}</span>`)}</span>`;
}

/** The names above such columns, for those who see them. */
export function whoHeads(schemes: readonly string[]): SafeHtml | undefined {
  if (schemes.length > mostColumns) return undefined;
  return html`<p class="who heads" aria-hidden="true">${schemes.map((scheme) => html`<span>${scheme}</span>`)}</p>`;
}
