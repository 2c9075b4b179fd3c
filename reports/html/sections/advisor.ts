import { profiles } from '../../advice/profiles.ts';
import { type Advice, advise, constraints } from '../../advise.ts';
import { adviceView, statuses } from '../advice-view.ts';
import { advisorForm } from '../advisor-form.ts';
import { html, type SafeHtml } from '../markup.ts';
import type { Section } from '../section.ts';
import { table } from '../table.ts';
import { badge } from '../verdict.ts';

/** The same rules as `advise` on the command line, applied to this run. */
export const advisor: Section = {
  id: 'advisor',
  title: 'Which scheme for whom',
  body(results) {
    if (results.schemes.length === 0) return html`<p>No scheme was run, so there is none to advise.</p>`;
    const worked = profiles.map(({ title, requirements }) => ({ title, advice: advise(requirements, results) }));
    return html`<p class="lead">Requirements eliminate, each with the evidence that does it. What is left is ranked by measured verdicts alone: what this run could not decide breaks no tie.</p>
${advisorForm(results)}
${table(
  'Eight situations, answered from this run.',
  [
    { head: 'Situation', cell: ({ title }) => title },
    ...results.schemes.map(({ id }) => ({
      head: id,
      cell: ({ advice }: (typeof worked)[number]) => status(advice, id),
    })),
  ],
  worked,
  { width: 'even' },
)}
<h3>Each situation, with its reasons</h3>
${worked.map(
  ({ title, advice }) => html`<details class="item"><summary><strong>${title}</strong></summary><div>
${adviceView(results, title, advice)}</div></details>
`,
)}
<p>On the command line: <code>npm run advise -- --revocation 5s --instances 6 --clients spa,mobile --adr decision.md</code></p>
<h3>The rules</h3>
${table(
  'What rules a scheme out. All but the first apply only where they are asked.',
  [
    { head: 'Requirement', cell: ({ title }) => title },
    { head: 'Rule', cell: ({ rule }) => rule },
  ],
  constraints,
)}`;
  },
};

function status({ schemes }: Advice, id: string): SafeHtml | undefined {
  const found = schemes.find(({ scheme }) => scheme === id);
  return found && badge(statuses[found.status]);
}
