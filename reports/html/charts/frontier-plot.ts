import { scaleLinear, scaleLog } from 'd3-scale';
import type { FrontierPoint } from '../../analysis/frontier.ts';
import { figure } from '../../text/wording.ts';
import { html, type SafeHtml } from '../markup.ts';
import { chart } from './chart.ts';
import { px, seriesOf } from './series.ts';

const [width, height] = [470, 280];
const [top, bottom] = [22, 236];
/** Nought has no place on a logarithmic axis, nor has what never ends. */
const [atOnce, first, last, endless] = [44, 84, 400, 440] as const;
const [lineHeight, charWidth] = [15, 7];

interface Rect {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Schemes by how soon an end acts and by what they ask of the store; the steps are what nobody is ahead of. */
export function frontierPlot(
  id: string,
  title: string,
  finding: string,
  schemes: readonly string[],
  points: readonly FrontierPoint[],
): SafeHtml {
  const finite = points.map(({ endsMs }) => endsMs).filter((ms) => ms > 0 && Number.isFinite(ms));
  const [least, most] = [Math.min(1_000, ...finite), Math.max(3_600_000, ...finite)];
  const log = scaleLog([least, most], [first, last]);
  const x = ({ endsMs: ms }: FrontierPoint) => (ms === 0 ? atOnce : Number.isFinite(ms) ? log(ms) : endless);
  const largest = Math.max(1, ...points.map(({ commands }) => commands));
  const up = scaleLinear([0, largest], [bottom - 8, top + 8]);
  const y = ({ commands }: FrontierPoint) => up(commands);
  const taken: Rect[] = [
    ...points.map((one) => ({ x: x(one) - 6, y: y(one) - 6, width: 12, height: 12 })),
    ...treads(points, x, y),
  ];
  const places = together(points, x, y);
  const labels = places.map((there) => label(there, schemes, x(there[0]), y(there[0]), taken));
  const steps = ticks.filter(([ms]) => ms >= least && ms <= most);
  const axes = html`${up
    .ticks(Math.min(6, Math.ceil(largest)))
    .filter(Number.isInteger)
    .map(
      (tick) =>
        html`<line class="axis" x1="${atOnce - 8}" x2="${endless + 20}" y1="${px(up(tick))}" y2="${px(up(tick))}"/><text class="quiet" x="${atOnce - 14}" y="${px(up(tick) + 4)}" text-anchor="end">${tick}</text>`,
    )}${[[atOnce, 'at once'] as const, ...steps.map(([ms, name]) => [log(ms), name] as const)].map(
    ([place, name]) =>
      html`<line class="axis" x1="${px(place)}" x2="${px(place)}" y1="${top}" y2="${bottom}"/><text class="quiet" x="${px(place)}" y="${bottom + 15}" text-anchor="middle">${name}</text>`,
  )}<text class="quiet" x="0" y="12">store commands for each request</text><text class="quiet" x="${width}" y="${bottom + 34}" text-anchor="end">from a logout until it acts</text>`;
  return chart({ id, title, finding, width, height, marks: html`${axes}${stairs(points, x, y)}${labels}` });
}

const ticks = [
  [1e3, '1 s'],
  [3e4, '30 s'],
  [3e5, '5 min'],
  [3.6e6, '1 h'],
  [4.32e7, '12 h'],
  [2.592e9, '30 d'],
] as const;

type Along = (point: FrontierPoint) => number;
type Group = readonly [FrontierPoint, ...FrontierPoint[]];

/** Those that would hide each other are one mark with several names. */
function together(points: readonly FrontierPoint[], x: Along, y: Along): Group[] {
  const groups: [FrontierPoint, ...FrontierPoint[]][] = [];
  for (const point of points) {
    const near = groups.find(([one]) => Math.abs(x(one) - x(point)) < 5 && Math.abs(y(one) - y(point)) < 5);
    if (near) near.push(point);
    else groups.push([point]);
  }
  return groups;
}

/** Where the steps lie level: a name across them could not be read. */
function treads(points: readonly FrontierPoint[], x: Along, y: Along): Rect[] {
  const front = frontOf(points);
  return front.slice(1).map((next, i) => {
    const from = front[i] ?? next;
    return { x: x(from) + 6, y: y(from) - 1, width: Math.max(0, x(next) - x(from) - 6), height: 2 };
  });
}

function frontOf(points: readonly FrontierPoint[]): FrontierPoint[] {
  return points.filter(({ dominatedBy }) => dominatedBy.length === 0);
}

function stairs(points: readonly FrontierPoint[], x: Along, y: Along): SafeHtml | undefined {
  const front = frontOf(points);
  const path = front.map((one, i) => (i === 0 ? `M${px(x(one))} ${px(y(one))}` : `H${px(x(one))}V${px(y(one))}`));
  return front.length < 2 ? undefined : html`<path class="one" fill="none" d="${path.join('')}"/>`;
}

/** Names at the first free place around their mark, nearest first, with a line where that is not beside it. */
function label(there: Group, schemes: readonly string[], x: number, y: number, taken: Rect[]): SafeHtml {
  const isAlone = there.length === 1;
  const lines = there.map((one) => ({ one, text: lineOf(one) }));
  const indent = isAlone ? 0 : 16;
  const size = {
    width: indent + charWidth * Math.max(...lines.map(({ text }) => text.length)),
    height: lineHeight * lines.length,
  };
  const shifts = Array.from({ length: 30 }, (_, i) => Math.ceil(i / 2) * (i % 2 === 0 ? 1 : -1) * 8);
  const candidates = shifts.flatMap((shift) =>
    [x + 11, x - 11 - size.width].map((at) => ({ ...size, x: at, y: y - lineHeight / 2 + shift })),
  );
  const isFree = (rect: Rect) => isInside(rect) && taken.every((other) => !overlap(rect, other));
  const found = candidates.find(isFree) ?? { ...size, x: Math.min(x + 11, width - size.width), y };
  taken.push(found);
  const isBeside = Math.abs(found.y + lineHeight / 2 - y) < lineHeight;
  const edge = found.x > x ? found.x : found.x + found.width;
  const ring = html`<circle class="stroke" cx="${px(x)}" cy="${px(y)}" r="4.5"/>`;
  const names = lines.map(({ one, text }, i) => {
    const { className, mark } = seriesOf(schemes, one.scheme);
    const at = found.y + lineHeight * (i + 0.5);
    const isFront = one.dominatedBy.length === 0;
    const [markX, markY] = isAlone ? [x, y] : [found.x + 6, at];
    return html`<g class="${className}">${mark(markX, markY, isFront ? 'mark' : 'hollow')}</g><text class="${isFront ? 'strong' : 'quiet'}" x="${px(found.x + indent)}" y="${px(at + 4)}">${text}</text>`;
  });
  return html`${!isBeside && html`<line class="axis" x1="${px(x)}" y1="${px(y)}" x2="${px(edge)}" y2="${px(found.y + size.height / 2)}"/>`}${!isAlone && ring}${names}`;
}

function isInside(rect: Rect): boolean {
  return rect.x >= 0 && rect.x + rect.width <= width && rect.y >= top - 4 && rect.y + rect.height <= bottom + 2;
}

function lineOf({ scheme, cpuUs }: FrontierPoint): string {
  return cpuUs === undefined ? scheme.slice(0, 24) : `${scheme.slice(0, 24)} ${figure(cpuUs / 1_000)} ms`;
}

function overlap(a: Rect, b: Rect): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}
