import { between } from './column-names.ts';
import { type Content, html, type SafeHtml } from './markup.ts';

export interface Column<Row> {
  /** Text, with the unit where the column has one. */
  readonly head: string;
  /** Figures are set right, in equal widths. */
  readonly figures?: boolean;
  cell(row: Row): Content;
}

export interface Look<Row> {
  /** Rows of the same name stand together under it, and under what is said about it. */
  readonly group?: (row: Row) => string;
  readonly about?: (group: string) => Content;
  /** As wide as its content, one column for each scheme and all of them equal, of figures or of prose, or with little room between rows. */
  readonly width?: 'compact' | 'even' | 'prose' | 'tight';
}

/**
 * A table with a caption. The first column heads its row. Where the window is narrow, rows become blocks
 * whose cells carry the name of their column, so that nothing has to be scrolled sideways.
 */
export function table<Row>(
  caption: string,
  columns: readonly Column<Row>[],
  rows: readonly Row[],
  { group, about, width }: Look<Row> = {},
): SafeHtml {
  const groups = group === undefined ? [undefined] : [...new Set(rows.map(group))];
  const isMany = columns.length > mostAbreast && (width === 'even' || width === 'prose');
  const drawn = html`<table class="stack${width !== undefined && ` ${width}`}${isMany && ' many'}" data-heads="${columns.map(({ head }) => head.replaceAll(between, '/')).join(between)}">
<caption>${caption}</caption>
<thead><tr>${columns.map(({ head, figures }) => html`<th scope="col"${figures && right}>${head}</th>`)}</tr></thead>
${groups.map(
  (name) => html`<tbody>
${name !== undefined && heading(name, about?.(name), columns.length)}${rows
  .filter((row) => group?.(row) === name)
  .map((row) => line(columns, row))}</tbody>
`,
)}</table>`;
  return isMany ? scrollable(caption, drawn) : html`<div class="table">${drawn}</div>`;
}

/** What is said about a group has a row of its own: it may hold lists that open, which no heading may. */
function heading(name: string, about: Content, across: number): SafeHtml {
  return html`<tr><th class="group" scope="rowgroup" colspan="${across}">${name}</th></tr>
${about !== undefined && html`<tr class="about"><td colspan="${across}">${about}</td></tr>\n`}`;
}

/** Columns of equal width that are still read side by side. */
const mostAbreast = 6;

/** What is too wide for a narrow window scrolls alone, by keyboard too. */
export function scrollable(label: string, content: SafeHtml): SafeHtml {
  return html`<section class="scroll" aria-label="${label}" tabindex="0">${content}</section>`;
}

function line<Row>(columns: readonly Column<Row>[], row: Row): SafeHtml {
  return html`<tr>${columns.map((column, index) =>
    index === 0
      ? html`<th scope="row"${column.figures && right}>${column.cell(row)}</th>`
      : html`<td${column.figures && right}>${column.cell(row)}</td>`,
  )}</tr>
`;
}

const right = html` class="figures"`;
