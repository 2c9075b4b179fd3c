import { scaleLinear } from 'd3-scale';
import { percent } from '../../text/wording.ts';
import { html, type SafeHtml } from '../markup.ts';
import { chart } from './chart.ts';
import { readableTicks } from './readable-ticks.ts';
import { px, type Series } from './series.ts';

export interface ShareLine {
  readonly name: string;
  readonly series: Series;
  readonly hollow: boolean;
  /** From the left: how many, and which share of it. */
  readonly places: readonly (readonly [count: number, share: number])[];
}

/** One of several small pictures with the same axes: a share over a count, and what it is at the last count beside each name. */
export function sharePanel(
  id: string,
  title: string,
  finding: string,
  most: number,
  lines: readonly ShareLine[],
  theory: ShareLine['places'],
): SafeHtml {
  const [width, left, right, top, bottom, rowHeight] = [240, 46, 216, 24, 84, 15];
  const x = scaleLinear([1, most], [left + 12, right]);
  const y = scaleLinear([0, 1], [bottom, top]);
  const path = (places: ShareLine['places'], shift = 0) =>
    `M${places.map(([count, share]) => `${px(x(count) + shift)} ${px(y(share))}`).join('L')}`;
  const counts = [...new Set(lines.flatMap(({ places }) => places.map(([count]) => count)))].sort((a, b) => a - b);
  // side by side, so that none hides another
  const step = Math.min(8, 24 / Math.max(1, lines.length));
  const marks = html`<text class="strong" x="0" y="12">${title}</text>${[0, 0.5, 1].map(
    (share) =>
      html`<line class="axis" x1="${left}" x2="${width}" y1="${y(share)}" y2="${y(share)}"/>${share !== 0.5 && html`<text class="quiet" x="${left - 6}" y="${y(share) + 4}" text-anchor="end">${share === 0 ? 0 : percent(share)}</text>`}`,
  )}${readableTicks(counts, x, String).map(
    (count) => html`<text class="quiet" x="${px(x(count))}" y="${bottom + 18}" text-anchor="middle">${count}</text>`,
  )}${theory.length > 1 && html`<g class="muted-mark"><path class="stroke theory" d="${path(theory)}"/></g>`}
${lines.map(({ name, series, hollow, places }, index) => {
  const shift = (index - (lines.length - 1) / 2) * step;
  const legend = bottom + 36 + index * rowHeight;
  const share = percent(places.at(-1)?.[1] ?? 0);
  return html`<g class="${series.className}">${places.length > 1 && html`<path class="stroke" d="${path(places, shift)}"/>`}<g class="${hollow ? 'hollow' : 'mark'}">${places.map(
    ([count, share]) => series.mark(x(count) + shift, y(share), 'as-group'),
  )}${series.mark(6, legend - 4, 'as-group')}</g><text x="18" y="${legend}">${name.slice(0, 30)} ${share}</text></g>`;
})}`;
  return chart({ id, title, finding, width, height: bottom + 26 + lines.length * rowHeight, marks });
}
