import { scaleLinear } from 'd3-scale';
import type { ShownUnit } from '../../text/unit.ts';
import { html, type SafeHtml } from '../markup.ts';
import { chart } from './chart.ts';
import { readableTicks } from './readable-ticks.ts';
import { px, type Series } from './series.ts';

export interface Strip {
  readonly label: string;
  readonly series: Series;
  readonly hollow: boolean;
  readonly median: number | undefined;
  readonly rounds: readonly { readonly value: number; readonly valid: boolean }[];
}

/** Every round as a dot, so that the spread is seen and not believed. The axis begins at nought. */
export function dotStrip(id: string, title: string, unit: ShownUnit, strips: readonly Strip[]): SafeHtml {
  const [left, right, top, rowHeight] = [92, 300, 4, 24];
  const largest = Math.max(...strips.flatMap(({ rounds }) => rounds.map(({ value }) => value)), 0);
  const x = scaleLinear([0, largest === 0 ? 1 : largest], [left, right]).nice(4);
  const bottom = top + strips.length * rowHeight;
  const marks = html`${readableTicks(x.ticks(4), x, unit.show).map(
    (tick) =>
      html`<line class="axis" x1="${px(x(tick))}" x2="${px(x(tick))}" y1="${top}" y2="${bottom}"/><text class="quiet" x="${px(x(tick))}" y="${bottom + 14}" text-anchor="middle">${unit.show(tick)}</text>`,
  )}${strips.map(({ label, series, hollow, median, rounds }, index) => {
    const y = top + (index + 0.5) * rowHeight;
    return html`<g class="${series.className}"><text x="0" y="${y + 4}">${label.slice(0, 14)}</text>
<g class="${hollow ? 'hollow' : 'mark'}">${places(rounds, x).map((at) => series.mark(at, y, 'as-group'))}</g>${rounds.filter(({ valid }) => !valid).map(({ value }) => html`<path class="stroke" d="m${px(x(value) - 3.5)} ${px(y - 3.5)} 7 7m0-7-7 7"/>`)}${median !== undefined && html`<text class="strong" x="360" y="${y + 4}" text-anchor="end">${unit.show(median)}</text>`}</g>`;
  })}`;
  return chart({ id, title: `${title}, every round`, width: 360, height: bottom + 20, marks });
}

/** Where marks are seen apart: of those on the same half of a pixel one is drawn. */
function places(rounds: Strip['rounds'], x: (value: number) => number): number[] {
  return [...new Set(rounds.filter(({ valid }) => valid).map(({ value }) => Math.round(2 * x(value)) / 2))];
}
