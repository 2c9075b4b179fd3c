import type { Results } from '../../results/results.ts';
import { counted } from '../../text/wording.ts';
import { certaintyView } from '../answer/certainty-view.ts';
import { costView } from '../answer/cost-view.ts';
import { decisionTable } from '../answer/decision-table.ts';
import { defaultView } from '../answer/default-view.ts';
import { exposureView } from '../answer/exposure-view.ts';
import { frontierView, isFrontierFirst } from '../answer/frontier-view.ts';
import { onwardView } from '../answer/onward-view.ts';
import { yourCase } from '../answer/your-case.ts';
import { evidenceLinks } from '../link.ts';
import { html, type SafeHtml } from '../markup.ts';
import type { Section } from '../section.ts';

/** The first screen, which answers by itself; what it rests on, and what it leaves open, come after it. */
export const summarySection: Section = {
  id: 'answer',
  title: 'The answer',
  inBrief: true,
  body: (results) => html`${defaultView(results)}
${yourCase(results)}
<div class="pair"><div>${isFrontierFirst(results) && frontierView(results)}${exposureView(results)}
${costView(results)}</div>
<div>${decisionTable(results)}
${certaintyView(results)}
${onwardView(results)}</div></div>
${found(results)}
${limits(results)}`,
};

/** At most eight, each with what it rests on. */
function found(results: Results): SafeHtml {
  const { answer } = results;
  if (answer.length === 0) return html`<p>This run supports no answer: nothing was measured to rest one on.</p>`;
  return html`<details class="brief"><summary>What was found: ${counted(answer.length, 'finding')}, each with its evidence</summary><div><ol class="found">${answer.map(({ text, basis }) => html`<li>${text} ${evidenceLinks(results, basis)}</li>`)}</ol></div></details>`;
}

function limits({ limits }: Results): SafeHtml {
  if (limits.length === 0) return html`<p>No caveats were recorded beyond those of the method.</p>`;
  return html`<details class="brief"><summary>What this run cannot tell: ${counted(limits.length, 'limit')}</summary><div><ul class="limits">${limits.map((caveat) => html`<li>${caveat}</li>`)}</ul></div></details>`;
}
