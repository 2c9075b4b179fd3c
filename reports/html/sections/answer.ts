import { evidenceLinks } from '../link.ts';
import { html } from '../markup.ts';
import type { Section } from '../section.ts';

export const answer: Section = {
  id: 'answer',
  title: 'The answer',
  body: (results) => html`<div class="answer">
<div>${
    results.answer.length === 0
      ? html`<p>This run supports no answer: nothing was measured to rest one on.</p>`
      : html`<ol>${results.answer.map(({ text, basis }) => html`<li>${text} ${evidenceLinks(results, basis)}</li>`)}</ol>`
  }</div>
<div class="limits"><h3>What this run cannot tell</h3>
${
  results.limits.length === 0
    ? html`<p>No limits were recorded beyond those of the method.</p>`
    : html`<ul>${results.limits.map((limit) => html`<li>${limit}</li>`)}</ul>`
}</div>
</div>`,
};
