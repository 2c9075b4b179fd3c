import { scaleLinear } from 'd3-scale';
import { html, type SafeHtml } from '../markup.ts';
import { chart } from './chart.ts';
import { legend, legendHeight } from './legend.ts';
import { readableTicks } from './readable-ticks.ts';
import { px, type Series } from './series.ts';

/** Where a mark is, in whatever the axes count. */
export type Place = readonly [across: number, up: number];

export interface LineCurve {
  readonly label: string;
  readonly series: Series;
  /** From the left. */
  readonly measured: readonly Place[];
  /** What it is held against, dashed. */
  readonly theory?: readonly Place[];
  /** What was predicted, hollow. */
  readonly predicted?: readonly Place[];
}

/** How places are called on both axes. */
export interface Axes {
  across(value: number): string;
  up(value: number): string;
}

const width = 470;
/** Names of what is across. */
const below = 28;

/** One thing over another, both axes from 0. */
export function lineCurves(id: string, title: string, axes: Axes, curves: readonly LineCurve[]): SafeHtml {
  const [left, right, top, bottom] = [56, 434, 14, 234];
  const points = curves.flatMap(({ measured, theory = [], predicted = [] }) => [...measured, ...theory, ...predicted]);
  const columns = [...new Set(points.map(([across]) => across))].sort((a, b) => a - b);
  const x = scaleLinear([0, Math.max(...columns) || 1], [left, right - 8]);
  const y = scaleLinear([0, Math.max(...points.map(([, up]) => up)) || 1], [bottom, top]).nice();
  const path = (places: readonly Place[]) =>
    `M${places.map(([across, up]) => `${px(x(across))} ${px(y(up))}`).join('L')}`;
  const marks = html`${readableTicks(columns, x, axes.across).map(
    (across) =>
      html`<line class="axis" x1="${px(x(across))}" x2="${px(x(across))}" y1="${top}" y2="${bottom}"/><text class="quiet" x="${px(x(across))}" y="${bottom + 18}" text-anchor="middle">${axes.across(across)}</text>`,
  )}${y
    .ticks(4)
    .map(
      (tick) =>
        html`<text class="quiet" x="${left - 6}" y="${px(y(tick) + 4)}" text-anchor="end">${axes.up(tick)}</text>`,
    )}
${curves.map(
  ({ series, measured, theory = [], predicted = [] }) =>
    html`<g class="${series.className}">${theory.length > 1 && html`<path class="stroke theory" d="${path(theory)}"/>`}${measured.length > 1 && html`<path class="stroke" d="${path(measured)}"/>`}${measured.map(
      ([across, up]) => series.mark(x(across), y(up)),
    )}${predicted.map(([across, up]) => series.mark(x(across), y(up), 'hollow'))}</g>`,
)}${legend(curves, bottom + below)}`;
  const told = (places: readonly Place[]) =>
    places.map(([across, up]) => `${axes.up(up)} at ${axes.across(across)}`).join(', ');
  const finding = curves
    .map(
      ({ label, measured, predicted = [] }) =>
        `${label}: ${told(measured)}${predicted.length > 0 ? `; predicted ${told(predicted)}` : ''}`,
    )
    .join('; ');
  return chart({ id, title, finding: `${finding}.`, width, height: bottom + below + legendHeight(curves), marks });
}
