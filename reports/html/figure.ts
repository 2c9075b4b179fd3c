import { stringify } from 'csv-stringify/sync';
import { sanitise } from '../text/sanitise.ts';
import { html, type SafeHtml } from './markup.ts';
import { scrollable } from './table.ts';

export interface Figure {
  /** Unique on the page, and the name of its CSV file. */
  readonly id: string;
  /** What the picture shows, as a sentence: its title. */
  readonly finding: string;
  /** How to read it. */
  readonly note?: string;
  readonly picture: SafeHtml;
  /** Its values, a sentence each. */
  readonly words: readonly string[];
  readonly csv: {
    readonly head: readonly string[];
    readonly rows: readonly (readonly (string | number | undefined)[])[];
  };
  readonly className?: string;
}

/** A picture under its finding, with its values in words and as a table for other programs. */
export function figure({ id, finding, note, picture, words, csv, className = 'wide' }: Figure): SafeHtml {
  const table = stringify(
    [csv.head, ...csv.rows].map((row) => [...row]),
    { escape_formulas: true },
  );
  return html`<figure class="${className}" id="figure-${id}"><figcaption><strong>${finding}</strong>${note !== undefined && html` ${note}`}</figcaption>
${scrollable(`Picture: ${finding}`, picture)}
<details class="plain values"><summary>Values in words, and as CSV</summary><div><ul>${words.map((text) => html`<li>${text}</li>`)}</ul>
<a download="${id}.csv" href="data:text/csv;charset=utf-8,${encodeURIComponent(sanitise(table, Number.POSITIVE_INFINITY))}">${id}.csv</a></div></details></figure>`;
}
