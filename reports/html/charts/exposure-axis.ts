import { scaleLog } from 'd3-scale';
import type { Exposed, Exposure } from '../../analysis/exposure.ts';
import { capitalised, duration } from '../../text/wording.ts';
import { html, type SafeHtml } from '../markup.ts';
import { chart } from './chart.ts';
import { px, seriesOf } from './series.ts';

/** As wide as a telephone shows it without making its text too small. */
const width = 400;
/** Places of what has no place on a logarithmic axis: nought at the left, what never ends at the right. */
const [atOnce, first, last, endless] = [8, 48, 346, 386] as const;
const [rowGap, laneHeight, titleHeight] = [7, 17, 15] as const;
const charWidth = 6.4;

/** How long what was good goes on, a row for each event, on one axis from a second to the longest lifetime. */
export function exposureAxis(
  id: string,
  title: string,
  schemes: readonly string[],
  exposures: readonly Exposure[],
): SafeHtml {
  const finite = exposures.flatMap(({ of }) => of.flatMap(({ ms }) => (ms && Number.isFinite(ms) ? [ms] : [])));
  const [least, most] = [Math.min(1_000, ...finite), Math.max(3_600_000, ...finite)];
  const log = scaleLog([least, most], [first, last]);
  const x = (ms: number) => (ms === 0 ? atOnce : Number.isFinite(ms) ? log(ms) : endless);
  const marks: SafeHtml[] = [];
  let y = 18;
  const top = y;
  for (const exposure of exposures) {
    for (const line of broken(titleOf(exposure), Math.floor(width / charWidth))) {
      marks.push(html`<text class="quiet" x="0" y="${y + 12}">${line}</text>`);
      y += titleHeight;
    }
    const lanes = packed(exposure, x);
    for (const [index, lane] of lanes.entries())
      for (const one of lane) marks.push(group(one, schemes, y + index * laneHeight + 9));
    y += lanes.length * laneHeight + rowGap;
  }
  const ticks = spaced([
    [atOnce, '0'],
    ...steps.filter(([ms]) => ms >= least && ms <= most).map(([ms, label]): Tick => [log(ms), label]),
    [endless, 'no end'],
  ]);
  const axis = ticks.map(
    ([place, label]) =>
      html`<line class="axis" x1="${px(place)}" x2="${px(place)}" y1="${top}" y2="${y}"/><text class="quiet" x="${px(place)}" y="12" text-anchor="${place === atOnce ? 'start' : place === endless ? 'end' : 'middle'}">${label}</text>`,
  );
  return chart({ id, title, finding: exposures.map(inWords).join(' '), width, height: y, marks: [...axis, ...marks] });
}

/** `After logout or password change: session at once, jwt up to 15 min.` */
export function inWords(exposure: Exposure): string {
  return `${titleOf(exposure)}: ${exposure.of.map(({ scheme, text }) => `${scheme} ${text}`).join(', ')}.`;
}

function titleOf({ title, also, better }: Exposure): string {
  if (better === 'longer') return capitalised(title);
  return `After ${[title, ...also].join(', ')}`;
}

type Tick = readonly [place: number, label: string];
const steps: readonly Tick[] = [
  [1e3, '1 s'],
  [1e4, '10 s'],
  [6e4, '1 min'],
  [3e5, '5 min'],
  [9e5, '15 min'],
  [3.6e6, '1 h'],
  [4.32e7, '12 h'],
  [2.592e8, '3 d'],
  [2.592e9, '30 d'],
];

/** As many as can be read. */
function spaced(ticks: readonly Tick[]): Tick[] {
  const kept: Tick[] = [];
  const end = (ticks.at(-1)?.[0] ?? 0) - 44;
  for (const tick of ticks.slice(0, -1))
    if (tick[0] - (kept.at(-1)?.[0] ?? -99) >= 41 && tick[0] <= end) kept.push(tick);
  return [...kept, ...ticks.slice(-1)];
}

interface Placed {
  readonly at: number;
  readonly of: readonly Exposed[];
  readonly label: string;
  readonly from: number;
  readonly isLeft: boolean;
}

/** Schemes of the same length stand together; what would lie on each other goes into lanes. */
function packed({ of: all, better }: Exposure, x: (ms: number) => number): Placed[][] {
  const places = new Map<number, Exposed[]>();
  for (const one of all) if (one.ms !== undefined) places.set(x(one.ms), [...(places.get(x(one.ms)) ?? []), one]);
  const lanes: Placed[][] = [];
  for (const [at, of] of [...places].sort(([a], [b]) => a - b)) {
    const names = of.map(({ scheme }) => scheme.slice(0, 20));
    const long = lasting(of[0]?.ms, better);
    const isLeft = at + of.length * 11 + (names.join(', ') + long).length * charWidth > width && at > width / 2;
    const room = (isLeft ? at : width - at) - of.length * 11;
    const label = named(names, Math.floor(room / charWidth) - long.length) + long;
    const wide = of.length * 11 + label.length * charWidth;
    const from = isLeft ? at - wide : at - 5;
    const free = lanes.find((lane) => endOf(lane.at(-1)) < from);
    const one = { at, of, label, from, isLeft };
    if (free) free.push(one);
    else lanes.push([one]);
  }
  const unknown = all.filter(({ ms }) => ms === undefined);
  const note = unknown.length > 0 ? [placedNote(unknown)] : [];
  return [...lanes, ...note.map((one) => [one])];
}

/** What the eye does not read from the axis; what never stops is no credential without an end. */
function lasting(ms = 0, better: Exposure['better'] = 'shorter'): string {
  if (ms === Number.POSITIVE_INFINITY) return better === 'longer' ? ' not affected' : '';
  return ms > 0 ? ` ${duration(ms)}` : '';
}

function placedNote(of: readonly Exposed[]): Placed {
  return {
    at: first,
    of: [],
    label: `${named(
      of.map(({ scheme }) => scheme),
      30,
    )}: lifetime not known`,
    from: first,
    isLeft: false,
  };
}

function endOf(one: Placed | undefined): number {
  if (one === undefined) return Number.NEGATIVE_INFINITY;
  return one.isLeft ? one.at + 8 : one.from + one.of.length * 11 + one.label.length * charWidth + 8;
}

/** As many names as there is room for. */
function named(names: readonly string[], most: number): string {
  for (let count = names.length; count > 0; count -= 1) {
    const more = names.length - count;
    const text = `${names.slice(0, count).join(', ')}${more > 0 ? ` +${more}` : ''}`;
    if (text.length <= most) return text;
  }
  return `${names.length} schemes`;
}

/** Hollow where it was computed from a test with shorter lifetimes. */
function group({ at, of, label, isLeft }: Placed, schemes: readonly string[], y: number): SafeHtml {
  const step = isLeft ? -11 : 11;
  const text = at + step * of.length + (isLeft ? 5 : -5);
  return html`${of.map(({ scheme, isMeasured }, index) => {
    const { className, mark } = seriesOf(schemes, scheme);
    return html`<g class="${className}">${mark(at + index * step, y, isMeasured ? 'mark' : 'hollow')}</g>`;
  })}<text x="${px(text)}" y="${y + 4}"${isLeft && html` text-anchor="end"`}>${label}</text>`;
}

/** Between words. */
function broken(text: string, most: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const line = lines.at(-1);
    if (line !== undefined && line.length + word.length < most) lines[lines.length - 1] = `${line} ${word}`;
    else lines.push(word);
  }
  return lines;
}
