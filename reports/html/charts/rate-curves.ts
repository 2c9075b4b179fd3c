import { scaleLog } from 'd3-scale';
import type { ShownUnit } from '../../text/unit.ts';
import { html, type SafeHtml } from '../markup.ts';
import { chart } from './chart.ts';
import { legend, legendHeight } from './legend.ts';
import { readableTicks } from './readable-ticks.ts';
import { px, type Series } from './series.ts';

export interface Curve {
  readonly label: string;
  readonly series: Series;
  /** From the lowest rate; without a value where the rate was not carried. */
  readonly points: readonly { readonly rate: number; readonly value: number | undefined }[];
}

const width = 470;
/** Rates. */
const below = 24;

/**
 * Latency over the offered rate, both on logarithmic axes. A rate that was not carried has no latency: it is a cross at
 * the upper edge. The line across is the objective, where there is one.
 */
export function rateCurves(
  id: string,
  title: string,
  unit: ShownUnit,
  curves: readonly Curve[],
  objective?: number,
): SafeHtml {
  const [left, right, top, bottom] = [52, 462, 14, 214];
  const points = curves.flatMap((curve) => curve.points);
  const values = [...points, { value: objective }].flatMap(({ value = 0 }) => (value > 0 ? [value] : []));
  const rates = points.map(({ rate }) => rate);
  const x = scaleLog([Math.min(...rates), Math.max(...rates)], [left + 8, right - 8]);
  const y = scaleLog([Math.min(...values), Math.max(...values) * 1.3], [bottom, top]).nice();
  const ticks = y.ticks(3).filter((tick) => /^[125]/.test(tick.toExponential()));
  const marks = html`${readableTicks(
    [...new Set(rates)].sort((a, b) => a - b),
    x,
    String,
  ).map(
    (rate) =>
      html`<line class="axis" x1="${px(x(rate))}" x2="${px(x(rate))}" y1="${top}" y2="${bottom}"/><text class="quiet" x="${px(x(rate))}" y="${bottom + 14}" text-anchor="middle">${rate}</text>`,
  )}${ticks.map(
    (tick) =>
      html`<text class="quiet" x="${left - 6}" y="${px(y(tick) + 4)}" text-anchor="end">${unit.show(tick)}</text>`,
  )}${objective !== undefined && html`<line class="one" x1="${left}" x2="${right}" y1="${px(y(objective))}" y2="${px(y(objective))}"/>`}
${curves.map(({ series, points: own }, index) => {
  const carried = own.flatMap(({ rate, value }) => (value === undefined ? [] : [[x(rate), y(value)] as const]));
  const path = carried.map(([across, down]) => `${px(across)} ${px(down)}`).join('L');
  // side by side, so that a cross does not hide another
  const shift = (index - (curves.length - 1) / 2) * 9;
  const crosses = own.filter(({ value }) => value === undefined);
  return html`<g class="${series.className}">${path !== '' && html`<path class="stroke" d="M${path}"/>`}${carried.map(
    ([across, down]) => series.mark(across, down),
  )}${crosses.map(({ rate }) => html`<path class="stroke" d="m${px(x(rate) + shift - 3.5)} ${px(top - 8)} 7 7m0-7-7 7"/>`)}</g>`;
})}${legend(curves, bottom + below)}`;
  const finding = curves
    .map(({ label, points: own }) => {
      const told = own.map(
        ({ rate, value }) => `${value === undefined ? 'not carried' : unit.show(value)} at ${rate}/s`,
      );
      return `${label}, ${unit.name}: ${told.join(', ')}`;
    })
    .join('; ');
  return chart({ id, title, finding: `${finding}.`, width, height: bottom + below + legendHeight(curves), marks });
}
