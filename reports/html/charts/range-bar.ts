import type { Spread } from '../../analysis/spread.ts';
import { html, type SafeHtml } from '../markup.ts';
import { px, type Series } from './series.ts';

/** A cell's own small picture: nought to the row's largest, a line over the rounds, a mark at their median. */
export function rangeBar({ median, low, high }: Spread, largest: number, series: Series): SafeHtml {
  const x = (value: number) => 5 + (150 * value) / (largest === 0 ? 1 : largest);
  return html`<svg class="range ${series.className}" aria-hidden="true" viewBox="0 0 160 10" preserveAspectRatio="xMinYMid meet"><line class="axis" x1="5" x2="155" y1="5" y2="5"/><line class="spread" x1="${px(x(low))}" x2="${px(x(high))}" y1="5" y2="5"/>${series.mark(x(median), 5)}</svg>`;
}
