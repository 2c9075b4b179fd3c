import { html, type SafeHtml } from '../markup.ts';
import { px, type Series } from './series.ts';

const [columns, columnWidth, rowHeight] = [2, 232, 20] as const;

/** Which mark is whose, below a chart, two in a row: beside it they would make a chart wider than a telephone. */
export function legend(entries: readonly { readonly label: string; readonly series: Series }[], top: number): SafeHtml {
  return html`${entries.map(({ label, series }, index) => {
    const x = 12 + (index % columns) * columnWidth;
    const y = top + (Math.floor(index / columns) + 0.5) * rowHeight;
    return html`<g class="${series.className}">${series.mark(x, y)}<text x="${px(x + 10)}" y="${px(y + 4)}">${label.slice(0, 28)}</text></g>`;
  })}`;
}

export function legendHeight(entries: readonly unknown[]): number {
  return Math.ceil(entries.length / columns) * rowHeight;
}
