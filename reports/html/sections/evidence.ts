import type { Results } from '../../results.ts';
import { duration, exact } from '../../wording.ts';
import { anchor } from '../anchor.ts';
import { fact } from '../fact.ts';
import { html, type SafeHtml } from '../markup.ts';
import type { Section } from '../section.ts';

type Item = Results['evidence'][number];

/** Transcript lines on one page, shared fairly: long ones are cut first. Keeps the file under 1 MiB. */
const mostLines = 2_500;

export const evidence: Section = {
  id: 'evidence',
  title: 'Evidence',
  body({ evidence }) {
    if (evidence.length === 0) return html`<p>The run left no evidence.</p>`;
    const cap = fairCap(
      evidence.map(({ transcript }) => transcript.length),
      mostLines,
    );
    return html`<p class="lead">What was seen, cell by cell, with secrets cut. Every E-number of this page ends here.</p>
${evidence.map((item, index) => entry(item, index, cap))}`;
  },
};

/** The largest cap under which all lengths together stay within the budget. */
export function fairCap(lengths: readonly number[], budget: number): number {
  let left = budget;
  const rising = lengths.toSorted((a, b) => a - b);
  for (const [index, length] of rising.entries()) {
    const equal = Math.floor(left / (rising.length - index));
    if (length > equal) return equal;
    left -= length;
  }
  return Number.POSITIVE_INFINITY;
}

function entry(item: Item, index: number, cap: number): SafeHtml {
  const { transcript } = item;
  const shown =
    transcript.length <= cap
      ? transcript
      : [...transcript.slice(0, Math.ceil(cap * 0.7)), ...transcript.slice(transcript.length - Math.floor(cap * 0.3))];
  return html`<details class="item"><summary><strong>E${index + 1}</strong><span>${item.cell}</span></summary><div id="${anchor('evidence', item.id)}">
<dl class="pairs"><dt>What</dt><dd>${item.title}</dd><dt>Id</dt><dd><code>${item.id}</code></dd><dt>Started</dt><dd>${item.startedAt}, took ${duration(item.durationMs)}</dd>${item.cause !== undefined && html`<dt>No verdict because</dt><dd>${item.cause}</dd>`}${Object.entries(item.facts).map(([name, value]) => html`<dt>${name}</dt><dd><code>${fact(value)}</code></dd>`)}</dl>
${
  shown.length > 0 &&
  html`<table class="transcript"><caption>Transcript of E${index + 1}${shown.length < transcript.length && html`: ${exact(shown.length)} of ${exact(transcript.length)} lines, its beginning and its end. All lines are in results.json.`}</caption>
<thead><tr><th scope="col">At, ms</th><th scope="col">Exchange</th></tr></thead>
<tbody>${shown.map(
    ({ atMs, text, facts }) => html`<tr><td class="figures">${atMs.toFixed(1)}</td><td>${text}${
      facts !== undefined &&
      html`<small><code>${Object.entries(facts)
        .map(([name, value]) => `${name}=${fact(value)}`)
        .join(' ')}</code></small>`
    }</td></tr>
`,
  )}</tbody></table>`
}</div></details>
`;
}
