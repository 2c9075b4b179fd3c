import { scaleLinear } from 'd3-scale';
import { exact, figure } from '../../text/wording.ts';
import { html, type SafeHtml } from '../markup.ts';
import { chart } from './chart.ts';
import { px, type Series } from './series.ts';

interface Place {
  readonly instances: number;
  readonly perSecond: number;
}

export interface ScaleCurve {
  readonly label: string;
  readonly series: Series;
  /** From the fewest instances. */
  readonly measured: readonly Place[];
  /** What follows from one instance: as many times as much, until something else is at its end. */
  readonly theory: readonly Place[];
  /** What was predicted before it was measured. */
  readonly predicted: readonly Place[];
}

/** Requests per second over instances, both axes from 0. Dashes are the theory, hollow marks what was predicted. */
export function scaleCurves(id: string, title: string, curves: readonly ScaleCurve[]): SafeHtml {
  const [left, right, top, bottom] = [56, 500, 14, 254];
  const points = curves.flatMap(({ measured, theory, predicted }) => [...measured, ...theory, ...predicted]);
  const counts = [...new Set(points.map(({ instances }) => instances))].sort((a, b) => a - b);
  const x = scaleLinear([0, Math.max(...counts)], [left, right - 8]);
  const y = scaleLinear([0, Math.max(...points.map(({ perSecond }) => perSecond))], [bottom, top]).nice();
  const path = (places: readonly Place[]) =>
    `M${places.map(({ instances, perSecond }) => `${px(x(instances))} ${px(y(perSecond))}`).join('L')}`;
  const marks = html`${counts.map(
    (count) =>
      html`<line class="axis" x1="${px(x(count))}" x2="${px(x(count))}" y1="${top}" y2="${bottom}"/><text class="quiet" x="${px(x(count))}" y="${bottom + 14}" text-anchor="middle">${count}</text>`,
  )}${y
    .ticks(4)
    .map(
      (tick) =>
        html`<text class="quiet" x="${left - 6}" y="${px(y(tick) + 4)}" text-anchor="end">${exact(tick)}</text>`,
    )}
${curves.map(({ label, series, measured, theory, predicted }, index) => {
  const legend = top + 20 + index * 20;
  return html`<g class="${series.className}">${theory.length > 1 && html`<path class="stroke theory" d="${path(theory)}"/>`}${measured.length > 1 && html`<path class="stroke" d="${path(measured)}"/>`}${measured.map(
    ({ instances, perSecond }) => series.mark(x(instances), y(perSecond)),
  )}${predicted.map(({ instances, perSecond }) => series.mark(x(instances), y(perSecond), 'hollow'))}
${series.mark(right + 16, legend)}<text x="${right + 26}" y="${legend + 4}">${label}</text></g>`;
})}`;
  const told = (places: readonly Place[]) =>
    places.map(({ instances, perSecond }) => `${figure(perSecond)}/s at ${instances}`).join(', ');
  const finding = curves
    .map(
      ({ label, measured, predicted }) =>
        `${label}: ${told(measured)}${predicted.length > 0 ? `; predicted ${told(predicted)}` : ''}`,
    )
    .join('; ');
  return chart({ id, title, finding: `${finding}.`, width: 680, height: bottom + 20, marks });
}
