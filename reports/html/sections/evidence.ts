import { cellId } from '../../results/cell.ts';
import type { Results } from '../../results/results.ts';
import { command } from '../../text/installation.ts';
import { redactText } from '../../text/redact.ts';
import { cut } from '../../text/sanitise.ts';
import { duration, exact } from '../../text/wording.ts';
import { fact } from '../fact.ts';
import { folded } from '../folded.ts';
import { evidenceAnchor } from '../link.ts';
import { html, render, type SafeHtml } from '../markup.ts';
import type { Section } from '../section.ts';

type Item = Results['evidence'][number];

/** A fact longer than this is a list of its own, and results.json has it. */
const longestFact = 240;
/** All lines together: more is not read on a page, even where there is room, and `explain` prints what is left out. */
const mostOfLines = 75_000;

export const evidenceSection: Section = {
  id: 'evidence',
  title: 'Evidence',
  elastic: true,
  body({ evidence }, room = Number.POSITIVE_INFINITY) {
    if (evidence.length === 0) return html`<p>The run left no evidence.</p>`;
    const entries = evidence.map((item, place) => ({ item, place, head: head(item, place) }));
    // no statement rests on what a weakened server did: it is told where the attack on it is
    const cited = entries.filter(({ item }) => item.cell.weakness === undefined);
    const left = room - takenBy(cited);
    const shown = left < 0 ? [] : cited;
    const lines = new Map(shown.map(({ place, item }) => [place, linesOf(item)]));
    const cap = fairCap(
      [...lines.values()].map((own) => own.reduce((sum, one) => sum + bytesOf(one), 0)),
      Math.max(0, Math.min(left, mostOfLines)),
    );
    return html`<p class="lead">What was seen in each test: what it came to, then the transcript, in ms after the start. Every E-number of this page ends here. Long transcripts are cut: <code>${command('explain E1')}</code> prints one whole, and results.json has all. Numbers that are not here are those of weakened servers. Secrets are cut everywhere.</p>
${shown.length === 0 && html`<p>This page has no room for what was seen.</p>`}${folded(
  `All ${exact(cited.length)} pieces of evidence`,
  shown.length === 0
    ? html`<ul class="terse">${cited.map(({ item, place }) => html`<li id="${evidenceAnchor(place)}">${evidenceAnchor(place)} ${cellId(item.cell)}</li>`)}</ul>`
    : shown.map(({ place, head }) => entry(head, lines.get(place) ?? [], cap)),
)}`;
  },
};

interface Entry {
  readonly item: Item;
  readonly place: number;
  readonly head: SafeHtml;
}

function takenBy(entries: readonly Entry[]): number {
  return entries.reduce((sum, { head }) => sum + bytesOf(head) + bytesAround, 0);
}

function linesOf({ facts, transcript }: Item): readonly SafeHtml[] {
  return [...Object.entries(facts).map(factLine), ...transcript.map(line)];
}

/** The largest cap under which all sizes together stay within the budget: the largest are cut first. */
export function fairCap(sizes: readonly number[], budget: number): number {
  let left = budget;
  const rising = sizes.toSorted((a, b) => a - b);
  for (const [index, size] of rising.entries()) {
    const equal = Math.floor(left / (rising.length - index));
    if (size > equal) return equal;
    left -= size;
  }
  return Number.POSITIVE_INFINITY;
}

/** Markup of an entry besides its head and its lines, with room to spare. */
const bytesAround = 130;

function head({ title, cell, durationMs, cause }: Item, index: number): SafeHtml {
  return html`<summary><strong>${evidenceAnchor(index)}</strong><span>${cellId(cell)}</span></summary><div id="${evidenceAnchor(index)}"><p><strong>${title}.</strong> <small>took ${duration(durationMs)}</small></p>${cause !== undefined && html`<p>No verdict because: ${cause}</p>`}`;
}

function entry(head: SafeHtml, lines: readonly SafeHtml[], cap: number): SafeHtml {
  const shown = within(lines, cap);
  return html`<details class="item">${head}${shown.length < lines.length && html`<p class="note">${exact(shown.length)} of ${exact(lines.length)} lines</p>`}${shown.length > 0 && html`<pre>${shown}</pre>`}</div></details>
`;
}

/** The first lines that take 70 % of the cap and the last that take the rest. */
function within(lines: readonly SafeHtml[], cap: number): readonly SafeHtml[] {
  const whole = lines.reduce((sum, one) => sum + bytesOf(one), 0);
  if (whole <= cap) return lines;
  const beginning = fitting(lines, cap * 0.7);
  const end = fitting(lines.slice(beginning.length).toReversed(), cap * 0.3 - 8).toReversed();
  return [...beginning, html`      ⋮\n`, ...end].slice(0, lines.length);
}

function fitting(lines: readonly SafeHtml[], bytes: number): readonly SafeHtml[] {
  let left = bytes;
  const end = lines.findIndex((one) => {
    left -= bytesOf(one);
    return left < 0;
  });
  return end === -1 ? lines : lines.slice(0, end);
}

function factLine([name, value]: [string, unknown]): SafeHtml {
  return html`<b>${name}</b> ${oneLine(cut(redactText(fact(value)), longestFact))}\n`;
}

function line({ atMs, text, facts }: Item['transcript'][number]): SafeHtml {
  const more =
    facts === undefined
      ? ''
      : `  ${Object.entries(facts)
          .map(([name, value]) => `${name}=${fact(value)}`)
          .join(' ')}`;
  return html`${String(Math.round(atMs)).padStart(6)}  ${oneLine(cut(redactText(text + more), longestLine))}\n`;
}

const longestLine = 400;

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ');
}

function bytesOf(content: SafeHtml): number {
  return Buffer.byteLength(render(content));
}
