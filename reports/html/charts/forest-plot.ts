import { scaleLog } from 'd3-scale';
import type { Results } from '../../results/results.ts';
import { noiseOf } from '../../statistics/noise.ts';
import { times } from '../../text/wording.ts';
import { html, type SafeHtml } from '../markup.ts';
import { ofComparison } from '../verdict.ts';
import { chart } from './chart.ts';
import { px, seriesOf } from './series.ts';

type Comparison = Results['comparisons'][number];

/** One that has an interval; without one there is nothing to draw. */
export type Drawn = Comparison & { readonly ratio: number; readonly ciLow: number; readonly ciHigh: number };

export function isDrawn(comparison: Comparison): comparison is Drawn {
  return comparison.ratio !== null && comparison.ciLow !== null && comparison.ciHigh !== null;
}

export interface ForestGroup {
  readonly title: string;
  readonly comparisons: readonly Drawn[];
}

/**
 * Ratios to the reference with their intervals on a logarithmic axis. The inner band is the margin inside which a
 * difference does not matter, the outer one what the same server showed when it was measured twice, in the hollow rows:
 * a winner lies beyond both with all of its line, whose thin part is its bound. What is invalid is grey and struck
 * through, and stretches no axis.
 */
export function forestPlot(id: string, schemes: readonly string[], groups: readonly ForestGroup[]): SafeHtml {
  const [left, right, top, rowHeight, headHeight] = [170, 580, 26, 24, 30];
  const [least, most] = domain(groups);
  const x = scaleLog([least, most], [left, right]).base(2).clamp(true);
  const marks: SafeHtml[] = [];
  const findings: string[] = [];
  let y = top;
  for (const { title, comparisons } of groups) {
    const margin = comparisons[0]?.margin ?? 0;
    const noise = noiseAmong(comparisons);
    const height = comparisons.length * rowHeight;
    marks.push(html`<text class="strong" x="0" y="${y + 20}">${title}</text>
${noise > margin && html`<rect class="noise" x="${px(x(1 / (1 + noise)))}" y="${y + headHeight}" width="${px(x(1 + noise) - x(1 / (1 + noise)))}" height="${height}"/>`}<rect class="band" x="${px(x(1 - margin))}" y="${y + headHeight}" width="${px(x(1 + margin) - x(1 - margin))}" height="${height}"/>
<line class="one" x1="${px(x(1))}" x2="${px(x(1))}" y1="${y + headHeight}" y2="${y + headHeight + height}"/>`);
    y += headHeight;
    for (const comparison of comparisons) {
      marks.push(row(comparison, schemes, x, y + rowHeight / 2));
      findings.push(`${title}, ${nameOf(comparison)}: ${wording(comparison)}`);
      y += rowHeight;
    }
  }
  const ticks = (most / least < 4 ? fineTicks : coarseTicks).filter((tick) => tick >= least && tick <= most);
  return chart({
    id,
    title: 'Ratios to the reference with their intervals',
    finding: `${findings.join('. ')}.`,
    width: 760,
    height: y + 10,
    marks: [
      html`${ticks.map((tick) => html`<line class="axis" x1="${px(x(tick))}" x2="${px(x(tick))}" y1="${top}" y2="${y}"/><text class="quiet" x="${px(x(tick))}" y="16" text-anchor="middle">${tick}</text>`)}`,
      ...marks,
    ],
  });
}

const coarseTicks = [0.125, 0.25, 0.5, 1, 2, 4, 8];
const fineTicks = [0.5, 0.6, 0.7, 0.8, 0.9, 1, 1.1, 1.2, 1.4, 1.6, 2];

function row(comparison: Drawn, schemes: readonly string[], x: (value: number) => number, y: number): SafeHtml {
  const { ratio: middle, ciLow, ciHigh, kind, scheme } = comparison;
  const invalid = comparison.verdict === 'invalid';
  const { className, mark } = seriesOf(schemes, scheme);
  const verdict = ofComparison(comparison);
  const [low, high] = reachOf(comparison);
  const drawn = html`<line class="bound" x1="${px(x(low))}" x2="${px(x(high))}" y1="${y}" y2="${y}"/><line class="whisker" x1="${px(x(ciLow))}" x2="${px(x(ciHigh))}" y1="${y}" y2="${y}"/>${mark(x(middle), y, kind === 'a-a' || invalid ? 'hollow' : 'mark')}`;
  return html`<g class="${invalid ? 'muted-mark' : className}"><text x="12" y="${y + 4}">${nameOf(comparison).slice(0, 24)}</text>${drawn}</g>
<text class="strong" x="632" y="${y + 4}" text-anchor="end"${invalid && html` text-decoration="line-through"`}>${times(middle)}</text>
<g class="verdict ${verdict.tone}"><use href="#icon-${verdict.icon}" x="644" y="${y - 6}" width="11" height="11"/><text class="strong" x="660" y="${y + 4}">${verdict.word}</text></g>`;
}

/** What decides: the bound holds for all pairs, however often verdicts are read; a run of an older version has none. */
export function reachOf({ bound, ciLow, ciHigh, verdict }: Drawn): readonly [low: number, high: number] {
  return verdict === 'invalid' || bound === undefined ? [ciLow, ciHigh] : [bound.low, bound.high];
}

/** By how much the same server, measured twice, looked apart: what lies within decides nothing. */
export function noiseAmong(comparisons: readonly Drawn[]): number {
  const twice = comparisons.filter(({ kind, verdict }) => kind === 'a-a' && verdict !== 'invalid');
  return Math.max(0, ...twice.map((one) => Math.expm1(noiseOf(one) ?? 0)));
}

export function nameOf({ kind, scheme, reference }: Comparison): string {
  return kind === 'a-a' ? `${scheme} measured twice` : `${scheme} to ${reference}`;
}

/** `0.809 times session, interval 0.660 to 0.993, bound 0.641 to 1.194, cannot tell`. */
export function wording(comparison: Drawn): string {
  const { ratio: middle, ciLow, ciHigh, reference, bound } = comparison;
  return `${times(middle)} times ${reference}, interval ${times(ciLow)} to ${times(ciHigh)}, ${bound ? `bound ${times(bound.low)} to ${times(bound.high)}, ` : ''}${ofComparison(comparison).word}`;
}

/** All intervals that count and 1, and never so narrow that noise looks large. A ratio beyond eightfold ends at the edge. */
function domain(groups: readonly ForestGroup[]): [number, number] {
  const edges = groups
    .flatMap(({ comparisons }) => comparisons.filter(({ verdict }) => verdict !== 'invalid'))
    .flatMap(reachOf)
    .filter((edge) => edge > 0);
  const low = Math.max(1 / 8, Math.min(1 / 1.3, ...edges));
  const high = Math.min(8, Math.max(1.3, ...edges));
  return [low / 1.06, high * 1.06];
}
