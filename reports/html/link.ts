import type { Results } from '../results/results.ts';
import { addressOf } from '../text/reference-address.ts';
import { html, type SafeHtml } from './markup.ts';

/** The fragment of a piece of evidence: the number it has everywhere on the page. */
export function evidenceAnchor(place: number): string {
  return `E${place + 1}`;
}

/**
 * One link for a statement: to its evidence by the number that it has everywhere, or to a list of them that opens where it
 * rests on several. An id without evidence stays text.
 */
export function evidenceLinks({ evidence }: Pick<Results, 'evidence'>, ids: readonly string[]): SafeHtml {
  const links = [...new Set(ids)]
    .filter((id) => id !== '')
    .map((id) => ({ id, place: evidence.findIndex((item) => item.id === id) }));
  const shown = links.map(({ id, place }) => {
    const item = evidence[place];
    if (item === undefined) return html`<code>${id}</code>`;
    const name = evidenceAnchor(place);
    // many stand together in a list: a page of ten schemes has thousands
    const label =
      links.length <= mostNamed &&
      html` aria-label="${[`${name}: ${item.cell.scenario}`, item.scheme].filter(Boolean).join(', ')}"`;
    return html`<a class="cite" href="#${name}"${label}>${name}</a>`;
  });
  const [first] = links;
  if (first === undefined || shown.length < 2) return html`${shown}`;
  const named = first.place === -1 ? 'evidence' : evidenceAnchor(first.place);
  return html`<details class="cites"><summary>${named} +${shown.length - 1}<span class="spoken"> more evidence</span></summary> ${shown.map((one) => html`${one} `)}</details>`;
}

/** So many links say by themselves what they lead to. */
const mostNamed = 3;

/** Links to what each of these rows rests on. */
export function evidenceOf(
  results: Pick<Results, 'evidence'>,
  rows: readonly { readonly evidence: string }[],
): SafeHtml {
  return evidenceLinks(
    results,
    rows.map(({ evidence }) => evidence),
  );
}

/** A reference to a public document leads there where its name tells the address. */
export function referenceLink(reference: string): SafeHtml {
  const address = addressOf(reference);
  return address === undefined ? html`${reference}` : html`<a href="${address}">${reference}</a>`;
}
