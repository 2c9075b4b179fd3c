import type { Results } from '../../results.ts';
import { evidenceLinks } from '../link.ts';
import { html, type SafeHtml } from '../markup.ts';
import type { Section } from '../section.ts';

export const answer: Section = {
  id: 'answer',
  title: 'The answer',
  body: (results) => html`<div class="answer">
<div>${
    results.answer.length === 0
      ? html`<p>This run supports no answer: nothing was measured to rest one on.</p>`
      : html`<ol>${results.answer.map(({ text, basis }) => html`<li>${text} ${restsOn(results, basis)}</li>`)}</ol>`
  }</div>
<div class="limits"><h3>What this run cannot tell</h3>
${
  results.limits.length === 0
    ? html`<p>No limits were recorded beyond those of the method.</p>`
    : html`<ul>${results.limits.map((limit) => html`<li>${limit}</li>`)}</ul>`
}</div>
</div>`,
};

/** More links than this tell a reader nothing; the sections below hold them all. */
const mostLinks = 8;

function restsOn(results: Results, basis: readonly string[]): SafeHtml {
  const more = basis.length - mostLinks;
  return html`${evidenceLinks(results, basis.slice(0, mostLinks))}${more > 0 ? html` and ${more} more, each in its section below` : ''}`;
}
