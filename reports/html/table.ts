import { type Content, html, type SafeHtml } from './markup.ts';

export interface Column<Row> {
  /** Text, with the unit where the column has one. */
  readonly head: string;
  /** Figures are set right, in equal widths. */
  readonly figures?: boolean;
  cell(row: Row): Content;
}

/**
 * A table with a caption. The first column heads its row. Where the window is narrow, rows become blocks
 * whose cells carry the name of their column, so that nothing has to be scrolled sideways.
 */
export function table<Row>(caption: string, columns: readonly Column<Row>[], rows: readonly Row[]): SafeHtml {
  return html`<table class="stack">
<caption>${caption}</caption>
<thead><tr>${columns.map(({ head, figures }) => html`<th scope="col"${figures === true && figuresClass}>${head}</th>`)}</tr></thead>
<tbody>
${rows.map(
  (row) =>
    html`<tr>${columns.map((column, index) =>
      index === 0
        ? html`<th scope="row"${column.figures === true && figuresClass}>${column.cell(row)}</th>`
        : html`<td data-head="${column.head}"${column.figures === true && figuresClass}>${column.cell(row)}</td>`,
    )}</tr>
`,
)}</tbody>
</table>`;
}

/** What is too wide for a narrow window scrolls alone, by keyboard too. */
export function scrollable(label: string, content: SafeHtml): SafeHtml {
  return html`<section class="scroll" aria-label="${label}" tabindex="0">${content}</section>`;
}

const figuresClass = html` class="figures"`;
