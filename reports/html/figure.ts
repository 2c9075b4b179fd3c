import { stringify } from 'csv-stringify/sync';
import { longestText, sanitise } from '../text/sanitise.ts';
import { type Content, html, type SafeHtml } from './markup.ts';
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
  readonly words: readonly Content[];
  readonly csv: {
    readonly head: readonly string[];
    readonly rows: readonly (readonly (string | number | undefined)[])[];
  };
  readonly className?: string;
}

/** A picture under its finding, with its values in words and as a table for other programs. */
export function figure({ id, finding, note, picture, words, csv, className = 'wide' }: Figure): SafeHtml {
  const table = stringify(
    [csv.head, ...csv.rows].map((row) => row.map((value) => (typeof value === 'number' ? rounded(value) : value))),
    { escape_formulas: true },
  );
  return html`<figure class="${className}" id="figure-${id}"><figcaption><strong>${finding}</strong>${note !== undefined && html` ${note}`}</figcaption>
${scrollable(`Picture: ${finding}`, picture)}
<details class="plain values"><summary>Values and CSV</summary><div><ul>${words.map((text) => html`<li>${text}</li>`)}</ul>
${download(`${id}.csv`, encoded(sanitise(table, Number.POSITIVE_INFINITY)))}</div></details></figure>`;
}

/** Whole or not at all: a page cuts what is longer than any text, so it is given parts, none of which is. */
function download(name: string, text: string): SafeHtml {
  if (text.length > longestTable)
    return html`<p>The table is too long for this page. The folder of the run has its figures, in results.json and as CSV.</p>`;
  const parts = Array.from({ length: Math.ceil(text.length / longestText) }, (_, i) =>
    text.slice(i * longestText, (i + 1) * longestText),
  );
  return html`<a download="${name}" href="data:text/csv;charset=utf-8,${parts}">${name}</a>`;
}

/** What a run of ten schemes has of most pictures; more would take the place of attacks. */
const longestTable = 8_000;

/** More digits than this were never measured. */
function rounded(value: number): number {
  return Number(value.toPrecision(6));
}

/** A comma may stand as it is, and is every fifth sign of a table. */
function encoded(text: string): string {
  return encodeURIComponent(text).replaceAll('%2C', ',');
}
