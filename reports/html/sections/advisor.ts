import { type Advice, advise, constraints } from '../../advice/advise.ts';
import { situations } from '../../advice/situations.ts';
import { questionsAnswered } from '../../analysis/questions.ts';
import { command } from '../../text/installation.ts';
import { adviceView, statuses } from '../advice-view.ts';
import { html, type SafeHtml } from '../markup.ts';
import type { Section } from '../section.ts';
import { table } from '../table.ts';
import { badge } from '../verdict.ts';

/** The same rules as `advise` on the command line, applied to this run. */
export const advisorSection: Section = {
  id: 'advisor',
  title: 'Which scheme for whom',
  body(results) {
    if (results.schemes.length === 0) return html`<p>No scheme was run, so there is none to advise.</p>`;
    const worked = situations.map(({ title, requirements }) => ({ title, advice: advise(requirements, results) }));
    return html`<p class="lead">Requirements eliminate, each with the evidence that does it. What is left is ranked by measured verdicts alone: what this run could not decide breaks no tie, and neither does a difference below the decision margin. ${questionsAnswered(results)}</p>
<p class="who heads" aria-hidden="true">${results.schemes.map(({ id }) => html`<span>${id}</span>`)}</p>
${worked.map(
  ({
    title,
    advice,
  }) => html`<details class="case"><summary><strong>${title}</strong><span class="who">${results.schemes.map(({ id }) => status(advice, id))}</span></summary><div>
${adviceView(results, title, advice)}</div></details>
`,
)}
<p>On the command line: <code>${command('advise --revocation 5s --instances 6 --clients spa,mobile --adr decision.md')}</code></p>
<details><summary>The rules: what rules a scheme out</summary><div>${table(
      'What rules a scheme out. All but the first apply only where they are asked.',
      [
        { head: 'Requirement', cell: ({ title }) => title },
        { head: 'Rule', cell: ({ rule }) => rule },
      ],
      constraints,
    )}</div></details>`;
  },
};

/** The scheme is named for those who do not see in which column it stands. */
function status({ schemes }: Advice, id: string): SafeHtml {
  const found = schemes.find(({ scheme }) => scheme === id);
  return html`<span><span class="scheme">${id} </span>${found ? badge(statuses[found.status]) : '–'}</span>`;
}
