import { type Outage, type OutageLane, type Phase, servedShare, shareText } from '../../analysis/outage.ts';
import { html, type SafeHtml } from '../markup.ts';
import { chart } from './chart.ts';
import { px, seriesOf } from './series.ts';

const [width, headHeight, labelHeight, barHeight, gap] = [460, 34, 18, 18, 10] as const;
const names = ['before', 'during', 'after'] as const;

/**
 * A lane for each scheme along the time of an outage, in columns of 100 ms: as high as one is filled, so many requests got a
 * good answer; hatched were refused, and empty got none in time. The dashed line is the last that failed after the end.
 */
export function outageStrip(
  id: string,
  title: string,
  finding: string,
  schemes: readonly string[],
  { while: what, lanes }: Outage,
): SafeHtml {
  const longest = names.map((name) => Math.max(...lanes.map(({ phases }) => phases[name].lastedMs)));
  const all = longest.reduce((sum, ms) => sum + ms, 0);
  const perMs = width / Math.max(1, all);
  const starts = longest.map((_, place) => longest.slice(0, place).reduce((sum, ms) => sum + ms, 0) * perMs);
  const ends = starts.map((from, place) => from + (longest[place] ?? 0) * perMs);
  const bottom = headHeight + lanes.length * (labelHeight + barHeight + gap);
  const heads = [`before, ${seconds(longest[0])}`, what, `after, ${seconds(longest[2])}`];
  return chart({
    id,
    title,
    finding,
    width,
    height: bottom,
    marks: [
      // the middle one stands below the others, whatever its width
      ...heads.map((head, place) => {
        const anchor = place === 2 ? 'end' : 'start';
        return html`<text class="quiet" x="${px(place === 2 ? width : (starts[place] ?? 0) + (place === 1 ? 4 : 0))}" y="${place === 1 ? 28 : 12}" text-anchor="${anchor}">${head}</text>`;
      }),
      ...[1, 2].map(
        (place) =>
          html`<line class="one" x1="${px(starts[place] ?? 0)}" x2="${px(starts[place] ?? 0)}" y1="16" y2="${bottom - gap}"/>`,
      ),
      ...lanes.map((one, place) =>
        lane(one, schemes, headHeight + place * (labelHeight + barHeight + gap), { starts, ends, perMs }),
      ),
    ],
  });
}

interface Places {
  readonly starts: readonly number[];
  readonly ends: readonly number[];
  readonly perMs: number;
}

function lane({ scheme, phases, recoveryMs }: OutageLane, schemes: readonly string[], y: number, at: Places): SafeHtml {
  const { className } = seriesOf(schemes, scheme);
  const top = y + labelHeight;
  const recovered = recoveryMs ? Math.min(width, (at.starts[2] ?? 0) + recoveryMs * at.perMs) : undefined;
  return html`<g class="${className}">${names.map((name, place) => columns(phases[name], at.starts[place] ?? 0, at.ends[place] ?? 0, top, at.perMs))}${recovered !== undefined && html`<line class="stroke theory" x1="${px(recovered)}" x2="${px(recovered)}" y1="${top - 3}" y2="${top + barHeight + 3}"/>`}</g>${names.map(
    (name, place) => {
      const share = servedShare(phases[name]);
      const text = `${place === 0 ? `${scheme.slice(0, 20)} ` : ''}${share === undefined ? '' : shareText(share)}`;
      const isLast = place === 2;
      return html`<text x="${px(isLast ? width : (at.starts[place] ?? 0) + (place === 1 ? 4 : 0))}" y="${y + 13}"${isLast && html` text-anchor="end"`}>${text}</text>`;
    },
  )}`;
}

/** Of a run that did not keep them, one for the whole phase. */
function columns(phase: Phase, from: number, to: number, top: number, perMs: number): SafeHtml {
  const { requests, refused, failed, late, lastedMs } = phase;
  const slices = phase.slices ?? {
    ...{ served: [requests - refused - failed - late], refused: [refused], missed: [failed + late] },
  };
  const wide = phase.slices ? sliceMs * perMs : to - from - 2;
  const end = phase.slices ? Math.min(to - 2, from + lastedMs * perMs) : to - 1;
  const base = top + barHeight;
  const drawn = alike(slices).map(({ first, count, served, refused }) => {
    const x = from + 1 + first * wide;
    const right = Math.min(end, x + count * wide);
    return { x, wide: Math.max(0, right - x), served: barHeight * served, refused: barHeight * refused };
  });
  const filled = drawn.filter(({ served }) => served > 0);
  const hatched = drawn.filter(({ refused }) => refused > 0);
  return html`<rect class="hollow" x="${px(from + 1)}" y="${px(top)}" width="${px(Math.max(0, to - from - 2))}" height="${barHeight}"/>${filled.length > 0 && html`<path class="solid" d="${filled.map(({ x, wide, served }) => `M${px(x)} ${px(base)}v${px(-served)}h${px(wide)}v${px(served)}z`).join('')}"/>`}${hatched.length > 0 && html`<path class="second-hatch" d="${hatched.map(({ x, wide, served, refused }) => strokes(x, wide, base - served, refused)).join('')}"/>`}`;
}

const sliceMs = 100;

/** Shares of neighbours that are the same are drawn once. In a slice in which nothing was sent, all is as before it. */
function alike(all: NonNullable<Phase['slices']>) {
  const runs: { first: number; count: number; served: number; refused: number }[] = [];
  for (const [first, served] of all.served.entries()) {
    const refused = all.refused[first] ?? 0;
    const sent = served + refused + (all.missed[first] ?? 0);
    const last = runs.at(-1);
    const share = sent === 0 ? last : { served: served / sent, refused: refused / sent };
    if (last && share && last.served === share.served && last.refused === share.refused) last.count += 1;
    else runs.push({ first, count: 1, served: share?.served ?? 0, refused: share?.refused ?? 0 });
  }
  return runs;
}

/** Slanted, so that the parts differ without colour. */
function strokes(from: number, wide: number, base: number, high: number): string {
  const all: string[] = [];
  for (let x = from; x + 4 < from + wide; x += 5) all.push(`M${px(x)} ${px(base)}l4 ${px(-high)}`);
  return all.join('');
}

function seconds(ms = 0): string {
  return `${Math.round(ms / 100) / 10} s`;
}
