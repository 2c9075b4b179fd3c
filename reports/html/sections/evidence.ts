import type { Results } from '../../results.ts';
import { duration, exact } from '../../wording.ts';
import { fact } from '../fact.ts';
import { evidenceAnchor } from '../link.ts';
import { cut, html, render, type SafeHtml } from '../markup.ts';
import type { Section } from '../section.ts';

type Item = Results['evidence'][number];

/** A fact longer than this is a list of its own, and results.json has it. */
const longestFact = 240;
/** More is not read on a page, even where there is room. */
const mostBytes = 400_000;

export const evidence: Section = {
  id: 'evidence',
  title: 'Evidence',
  elastic: true,
  body({ evidence }, room = mostBytes) {
    if (evidence.length === 0) return html`<p>The run left no evidence.</p>`;
    const heads = evidence.map(head);
    const transcripts = evidence.map(({ transcript }) => transcript.map(line));
    const taken = heads.reduce((sum, one) => sum + bytesOf(render(one)), 0) + evidence.length * bytesAround;
    const cap = fairCap(
      transcripts.map((lines) => lines.reduce((sum, one) => sum + bytesOf(render(one)), 0)),
      Math.max(0, Math.min(room, mostBytes) - taken),
    );
    return html`<p class="lead">What was seen, cell by cell, with secrets cut. Every E-number of this page ends here. Long transcripts are shown by their beginning and their end; results.json has every line.</p>
${evidence.map((item, index) => entry(item, index, heads[index], transcripts[index] ?? [], cap))}`;
  },
};

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
const bytesAround = 400;

function head({ title, id, cell, startedAt, durationMs, cause, facts }: Item): SafeHtml {
  const told = Object.entries(facts);
  return html`<p><strong>${title}</strong>${id !== cell && html` <code>${id}</code>`}<br><small>${startedAt}, took ${duration(durationMs)}</small></p>${cause !== undefined && html`<p>No verdict because: ${cause}</p>`}${told.length > 0 && html`<dl class="pairs">${told.map(([name, value]) => html`<dt>${name}</dt><dd><code>${cut(fact(value), longestFact)}</code></dd>`)}</dl>`}`;
}

function entry(
  { cell, transcript }: Item,
  index: number,
  head: SafeHtml | undefined,
  lines: readonly SafeHtml[],
  cap: number,
): SafeHtml {
  const shown = within(lines, cap);
  const cutLines = shown.length < lines.length;
  return html`<details class="item"><summary><strong>E${index + 1}</strong><span>${cell}</span></summary><div id="${evidenceAnchor(index)}">${head}${
    transcript.length > 0 &&
    html`<p class="note">Transcript, ms after the start${cutLines && html`: ${exact(shown.length)} of ${exact(lines.length)} lines`}</p>${shown.length > 0 && html`<pre>${shown}</pre>`}`
  }</div></details>
`;
}

/** The first lines that take 70 % of the cap and the last that take the rest. */
function within(lines: readonly SafeHtml[], cap: number): readonly SafeHtml[] {
  const whole = lines.reduce((sum, one) => sum + bytesOf(render(one)), 0);
  if (whole <= cap) return lines;
  const beginning = fitting(lines, cap * 0.7);
  const end = fitting(lines.slice(beginning.length).toReversed(), cap * 0.3 - 8).toReversed();
  return [...beginning, html`      ⋮\n`, ...end].slice(0, lines.length);
}

function fitting(lines: readonly SafeHtml[], bytes: number): readonly SafeHtml[] {
  let left = bytes;
  const end = lines.findIndex((one) => {
    left -= bytesOf(render(one));
    return left < 0;
  });
  return end === -1 ? lines : lines.slice(0, end);
}

function line({ atMs, text, facts }: Item['transcript'][number]): SafeHtml {
  const more =
    facts === undefined
      ? ''
      : `  ${Object.entries(facts)
          .map(([name, value]) => `${name}=${fact(value)}`)
          .join(' ')}`;
  return html`${String(Math.round(atMs)).padStart(6)}  ${oneLine(cut(text + more, longestLine))}\n`;
}

const longestLine = 400;

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ');
}

function bytesOf(text: string): number {
  return Buffer.byteLength(text);
}
