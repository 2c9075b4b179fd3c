import { type Outage, type OutageLane, type Phase, servedShare, shareText } from '../../analysis/outage.ts';
import { html, type SafeHtml } from '../markup.ts';
import { chart } from './chart.ts';
import { px, seriesOf } from './series.ts';

const [width, headHeight, labelHeight, barHeight, gap] = [460, 34, 18, 18, 10] as const;
const names = ['before', 'during', 'after'] as const;
/** Of a letter, about. */
const charWidth = 7.2;

/**
 * A lane for each scheme along the time of an outage, in columns of a slice each: as high as one is filled, so many
 * requests got a good answer; hatched were refused, and empty got none in time. The dashed line is the last that failed
 * after the end.
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
        lane(one, schemes, headHeight + place * (labelHeight + barHeight + gap), { starts, perMs }),
      ),
    ],
  });
}

interface Places {
  readonly starts: readonly number[];
  readonly perMs: number;
}

function lane({ scheme, phases, recoveryMs }: OutageLane, schemes: readonly string[], y: number, at: Places): SafeHtml {
  const { className } = seriesOf(schemes, scheme);
  const top = y + labelHeight;
  const recovered = recoveryMs ? Math.min(width, (at.starts[2] ?? 0) + recoveryMs * at.perMs) : undefined;
  const bars = names.map((name, place) => columns(phases[name], at.starts[place] ?? 0, top, at.perMs));
  const mark =
    recovered !== undefined &&
    html`<line class="stroke theory" x1="${px(recovered)}" x2="${px(recovered)}" y1="${top - 3}" y2="${top + barHeight + 3}"/>`;
  const name = scheme.slice(0, 20);
  const share = (phase: Phase) => {
    const served = servedShare(phase);
    return served === undefined ? '' : shareText(served);
  };
  // before it all was well, or nothing is told of it; where that was short, its name takes more room
  const during = Math.max((at.starts[1] ?? 0) + 4, name.length * charWidth + 8);
  return html`<g class="${className}">${bars}${mark}</g><text x="0" y="${y + 13}">${name}</text><text x="${px(during)}" y="${y + 13}">${share(phases.during)}</text><text x="${width}" y="${y + 13}" text-anchor="end">${share(phases.after)}</text>`;
}

/** As long as the phase was for this scheme. Of a run that kept no slices, one for all of it. */
function columns(phase: Phase, from: number, top: number, perMs: number): SafeHtml {
  const { requests, refused, failed, late, lastedMs } = phase;
  const whole = {
    everyMs: lastedMs,
    served: [requests - refused - failed - late],
    refused: [refused],
    missed: [failed + late],
  };
  const slices = phase.slices ?? whole;
  const [left, end, base] = [from + 1, Math.max(from + 1, from + lastedMs * perMs - 1), top + barHeight];
  const wide = slices.everyMs * perMs;
  const drawn = alike(slices).map(({ first, count, served, refused }) => {
    const x = Math.min(end, left + first * wide);
    return {
      x,
      wide: Math.min(end, left + (first + count) * wide) - x,
      served: barHeight * served,
      refused: barHeight * refused,
    };
  });
  const box = (x: number, wide: number, y: number, high: number) =>
    `M${px(x)} ${px(y)}v${px(-high)}h${px(wide)}v${px(high)}z`;
  const filled = drawn.filter(({ served }) => served > 0).map(({ x, wide, served }) => box(x, wide, base, served));
  const hatched = drawn
    .filter(({ refused }) => refused > 0)
    .map(({ x, wide, served, refused }) => strokes(x, wide, base - served, refused));
  const outline = together(drawn).map(({ x, wide }) => box(x, wide, base, barHeight));
  return html`${outline.length > 0 && html`<path class="hollow" d="${outline.join('')}"/>`}${filled.length > 0 && html`<path class="solid" d="${filled.join('')}"/>`}${hatched.length > 0 && html`<path class="second-hatch" d="${hatched.join('')}"/>`}`;
}

type Slices = NonNullable<Phase['slices']>;

/** Shares of neighbours that are the same are drawn once. A slice in which nothing was sent has none, and is left out. */
function alike({ served, refused, missed }: Slices) {
  const runs: { first: number; count: number; served: number; refused: number }[] = [];
  for (const [first, answered] of served.entries()) {
    const sent = answered + (refused[first] ?? 0) + (missed[first] ?? 0);
    if (sent === 0) continue;
    const share = { served: answered / sent, refused: (refused[first] ?? 0) / sent };
    const last = runs.at(-1);
    const isNext = last !== undefined && last.first + last.count === first;
    if (isNext && last.served === share.served && last.refused === share.refused) last.count += 1;
    else runs.push({ first, count: 1, ...share });
  }
  return runs;
}

/** Stretches without a gap between them are one. */
function together(drawn: readonly { readonly x: number; readonly wide: number }[]) {
  const all: { x: number; wide: number }[] = [];
  for (const { x, wide } of drawn) {
    const last = all.at(-1);
    if (last && Math.abs(last.x + last.wide - x) < 0.01) last.wide += wide;
    else all.push({ x, wide });
  }
  return all;
}

/** Slanted, so that the parts differ without colour. */
function strokes(from: number, wide: number, base: number, high: number): string {
  const all: string[] = [];
  for (let x = from; x + 4 < from + wide; x += 5) all.push(`M${px(x)} ${px(base)}l4 ${px(-high)}`);
  // too narrow for a slant, it is an upright
  return all.length > 0 ? all.join('') : `M${px(from + wide / 2)} ${px(base)}v${px(-high)}`;
}

function seconds(ms = 0): string {
  return `${Math.round(ms / 100) / 10} s`;
}
