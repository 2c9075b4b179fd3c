import { scaleLinear } from 'd3-scale';
import { figure } from '../../text/wording.ts';
import { html, type SafeHtml } from '../markup.ts';
import { chart } from './chart.ts';
import { px, type Series } from './series.ts';

export interface Capacity {
  readonly label: string;
  readonly series: Series;
  /** Requests per second for each core of a server, round by round, and their middle. */
  readonly rounds: readonly number[];
  readonly middle: number;
  /** Beside the reference, and who was the limit. */
  readonly note: string;
  /** False where none of the rounds counts: then it is hatched, and no capacity. */
  readonly isCounted: boolean;
}

/** What a core of a server carries at saturation: a bar to the middle, and each round as a mark on it. The band is within what the same server showed when it was measured twice. */
export function capacityBars(
  id: string,
  title: string,
  capacities: readonly Capacity[],
  noise?: readonly [low: number, high: number],
): SafeHtml {
  const [width, right, top, rowHeight] = [440, 436, 2, 50];
  const largest = Math.max(...capacities.flatMap(({ rounds }) => rounds), noise?.[1] ?? 0) || 1;
  const x = scaleLinear([0, largest], [0, right]);
  const marks = capacities.map(({ label, series, rounds, middle, note, isCounted }, index) => {
    const y = top + index * rowHeight;
    return html`<g class="${series.className}"><text class="strong" x="0" y="${y + 12}">${label.slice(0, 30)}</text><text class="strong" x="${right}" y="${y + 12}" text-anchor="end">${figure(middle)}</text>
<rect class="${isCounted ? 'bar' : 'second'}" x="0.5" y="${y + 17}" width="${px(x(middle))}" height="12"/><path class="round" d="${rounds.map((value) => `M${px(x(value))} ${y + 15}v16`).join('')}"/></g>
<text class="quiet small" x="0" y="${y + 41}">${note}</text>`;
  });
  const band =
    noise &&
    html`<rect class="noise" x="${px(x(noise[0]))}" y="${top}" width="${px(x(noise[1]) - x(noise[0]))}" height="${capacities.length * rowHeight}"/>`;
  const finding = capacities
    .map(({ label, middle, note, rounds }) => `${label}: ${figure(middle)} over ${rounds.length} rounds, ${note}`)
    .join('; ');
  return chart({
    id,
    title,
    finding: `${finding}.`,
    width,
    height: top + capacities.length * rowHeight,
    marks: band ? [band, ...marks] : marks,
  });
}
