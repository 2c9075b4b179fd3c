import { scaleLinear } from 'd3-scale';
import type { ShownUnit } from '../../text/unit.ts';
import { html, type SafeHtml } from '../markup.ts';
import { chart } from './chart.ts';
import { px, type Series } from './series.ts';

export interface Bar {
  readonly label: string;
  readonly series: Series;
  /** Solid first, hatched second. */
  readonly parts: readonly [first: number, second: number];
  /** Of the whole, since medians of parts need not add up to it; undefined where the second part is not told. */
  readonly total: number | undefined;
}

/** What one request costs, by where it is spent: solid in the first place, hatched in the second. */
export function stackedBars(id: string, title: string, unit: ShownUnit, bars: readonly Bar[]): SafeHtml {
  const [left, right, top, rowHeight] = [92, 310, 2, 26];
  const largest = Math.max(...bars.map(({ parts: [first, second] }) => first + second), 0);
  const x = scaleLinear([0, largest === 0 ? 1 : largest], [left, right]);
  const marks = bars.map(({ label, series, parts: [first, second], total }, index) => {
    const y = top + index * rowHeight + 5;
    const [from, middle, to] = [x(0), x(first), x(first + second)];
    return html`<g class="${series.className}"><text x="0" y="${y + 12}">${label.slice(0, 14)}</text>
<rect class="solid" x="${px(from)}" y="${y}" width="${px(middle - from)}" height="15"/>${
      second > 0 &&
      html`<rect class="second" x="${px(middle)}" y="${y + 0.5}" width="${px(to - middle)}" height="14"/><path class="second-hatch" d="${hatch(middle, to, y)}"/>`
    }<text class="strong" x="360" y="${y + 12}" text-anchor="end">${total === undefined ? `≥ ${unit.show(first)}` : unit.show(total)}</text></g>`;
  });
  return chart({ id, title, width: 360, height: top + bars.length * rowHeight + 4, marks });
}

/** Slanted strokes inside a bar, so that the parts differ without colour. */
function hatch(from: number, to: number, y: number): string {
  const strokes: string[] = [];
  for (let x = from + 3; x < to; x += 5) strokes.push(`M${px(x)} ${y + 14}l${px(Math.min(4, to - x))}-13`);
  return strokes.join('');
}
