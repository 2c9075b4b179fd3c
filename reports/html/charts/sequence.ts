import { type ExchangeLine, isYesOrNo } from '../../text/exchange-line.ts';
import { counted, list } from '../../text/wording.ts';
import type { Figure } from '../figure.ts';
import { html, type SafeHtml } from '../markup.ts';
import { chart } from './chart.ts';
import { px } from './series.ts';

/** What was sent and answered, and when: in ms after the start. */
export interface Step extends ExchangeLine {
  readonly ms: number;
}

const [width, left, rowHeight, top] = [760, 80, 24, 26] as const;
/** What stands beyond the last instance: how a request was answered, and how often. */
const roomForOutcomes = 330;

/**
 * Who asked whom, in order: the client at the left, each instance a line of its own. What was let through last is what
 * matters, and is drawn heavy. Repeated requests of the same outcome are told as one.
 */
export function sequence(id: string, title: string, steps: readonly Step[]): SafeHtml {
  const places = [...new Set(steps.map(({ at }) => at))].sort();
  const x = (at: string) =>
    left + 90 + ((width - left - 90 - roomForOutcomes) * (places.indexOf(at) + 1)) / places.length;
  const { rows, last } = shown(steps);
  const bottom = top + rows.length * rowHeight;
  const lines = [['client', left], ...places.map((at) => [nameOf(at), x(at)])] as [string, number][];
  const marks = [
    ...lines.map(
      ([name, place]) =>
        html`<text class="strong" x="${px(place)}" y="14" text-anchor="middle">${name}</text><line class="axis" x1="${px(place)}" x2="${px(place)}" y1="20" y2="${bottom}"/>`,
    ),
    ...rows.map(({ steps: [step, ...others] }, index) => {
      const y = top + (index + 0.5) * rowHeight;
      const to = x(step.at);
      const tone = step.outcome.startsWith('2') ? 'bad' : 'good';
      const more = others.length > 0 ? `, ${others.length + 1} times until ${others.at(-1)?.ms} ms` : '';
      return html`<text class="quiet" x="${left - 14}" y="${px(y + 4)}" text-anchor="end">${step.ms} ms</text><text x="${left + 8}" y="${px(y - 3)}">${step.method} ${short(step.path, 24)}</text>
<g class="${index === last ? 'bad heavy' : ''}"><path class="stroke" d="M${left} ${px(y)}H${px(to)}m-6-3.5 6 3.5-6 3.5"/></g><text class="${index === last ? tone : 'quiet'}" x="${px(to + 8)}" y="${px(y + 4)}">${outcome(step)}${more}</text>`;
    }),
  ];
  return chart({ id, title, width, height: bottom + 4, marks });
}

/** What it draws, a row each: as a sentence, and as values. */
export function sequenceValues(steps: readonly Step[]): { readonly words: string[]; readonly csv: Figure['csv'] } {
  const { rows } = shown(steps);
  const left = leftOut(steps);
  const distinct = (all: readonly (string | undefined)[]) => [...new Set(all)].join(' ');
  return {
    words: [...rows.map(inWords), ...(left > 0 ? [`${counted(left, 'request')} between are left out.`] : [])],
    csv: {
      head: ['first_ms', 'last_ms', 'times', 'method', 'path', 'at', 'answer', 'code', 'subject'],
      rows: [
        ...rows.map(({ steps: all }) => {
          const [step] = all;
          const at = distinct(all.map((one) => nameOf(one.at).replace(' ', '-')));
          return [
            ...[step.ms, all.at(-1)?.ms, all.length, step.method, step.path, at],
            ...[step.outcome, distinct(all.map(({ code }) => code)), step.subject],
          ];
        }),
        ...(left > 0 ? [[undefined, undefined, left, 'left out', ...Array.from({ length: 5 }, () => undefined)]] : []),
      ],
    },
  };
}

/** What was let through last before the same was refused, or last of all where it never was: its owner may come back after. */
export function lastLetThrough(steps: readonly Step[]): { readonly place: number; readonly isRefusedLater: boolean } {
  const isOk = ({ outcome }: Step) => outcome.startsWith('2');
  const isRefused = (step: Step) => isYesOrNo(step) && !isOk(step);
  // a login, by which all begin, is let through by right
  const isLogin = ({ method, path }: Step) => method === steps[0]?.method && path === steps[0].path;
  const isLetThrough = steps.some((step) => isOk(step) && !isLogin(step))
    ? (step: Step) => isOk(step) && !isLogin(step)
    : isOk;
  const place = steps.findLastIndex(
    (step, i) =>
      isLetThrough(step) &&
      steps.slice(i + 1).some((later) => isRefused(later) && later.method === step.method && later.path === step.path),
  );
  return place === -1
    ? { place: steps.findLastIndex(isLetThrough), isRefusedLater: false }
    : { place, isRefusedLater: true };
}

/** @returns how it was answered, in few enough signs for how often to stand beside it */
function outcome({ outcome: status, code, subject }: Step): string {
  return short(`${status}${code ? ` ${code}` : ''}${subject === undefined ? '' : ` as ${subject}`}`, 24);
}

function short(text: string, most: number): string {
  return text.length > most ? `${text.slice(0, most - 1)}…` : text;
}

interface Row {
  readonly steps: readonly [Step, ...Step[]];
}

/** How many requests of a long attack a picture has no row for. */
export function leftOut(steps: readonly Step[]): number {
  return steps.length - shown(steps).rows.reduce((sum, row) => sum + row.steps.length, 0);
}

/** The rows of a picture: how it began, how it ended, and what was let through last, at its place among them. */
function shown(steps: readonly Step[]): { readonly rows: readonly Row[]; readonly last: number } {
  const all = grouped(steps);
  const { place } = lastLetThrough(all.map(({ steps: [step] }) => step));
  const rows = all.filter((_, i) => all.length <= mostRows || i < mostRows - 4 || i === place || i >= all.length - 3);
  const heavy = all[place];
  return { rows, last: heavy === undefined ? -1 : rows.indexOf(heavy) };
}

/** Requests that follow each other and came to the same are one row, wherever they were answered. */
function grouped(steps: readonly Step[]): Row[] {
  const rows: [Step, ...Step[]][] = [];
  for (const step of steps) {
    const row = rows.at(-1);
    if (row && sameAs(row[0], step)) row.push(step);
    else rows.push([step]);
  }
  return rows.map((row) => ({ steps: row }));
}

const mostRows = 9;

function sameAs(a: Step, b: Step): boolean {
  return a.method === b.method && a.path === b.path && a.outcome === b.outcome && a.subject === b.subject;
}

function nameOf(at: string): string {
  return /^\d+$/.test(at) ? `instance ${Number(at) + 1}` : at.slice(0, 16);
}

function inWords({ steps }: Row): string {
  const [step, ...others] = steps;
  const times = others.length > 0 ? `, ${others.length + 1} times` : '';
  const places = list([...new Set(steps.map(({ at }) => nameOf(at)))]);
  return `${step.ms} ms: ${step.method} ${step.path} at ${places}, ${step.outcome}${step.code ? ` ${step.code}` : ''}${step.subject === undefined ? '' : ` as ${step.subject}`}${times}.`;
}
