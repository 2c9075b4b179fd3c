import { type Advice, advise, constraints } from '../../advice/advise.ts';
import { situations } from '../../advice/situations.ts';
import { questionsAnswered } from '../../analysis/questions.ts';
import { command } from '../../text/installation.ts';
import { list } from '../../text/wording.ts';
import { adviceView, statuses } from '../advice-view.ts';
import { folded } from '../folded.ts';
import { html } from '../markup.ts';
import type { Section } from '../section.ts';
import { table } from '../table.ts';
import { badge } from '../verdict.ts';
import { type Square, who, whoHeads } from '../who.ts';

/** The same rules as `advise` on the command line, applied to this run. */
export const advisorSection: Section = {
  id: 'advisor',
  title: 'Which scheme for whom',
  finding(results) {
    const chosen = situations.flatMap(({ requirements }) =>
      advise(requirements, results).schemes.filter(({ status }) => status === 'recommended'),
    );
    const counts = results.schemes.map(({ id }) => ({
      id,
      count: chosen.filter(({ scheme }) => scheme === id).length,
    }));
    const some = counts.filter(({ count }) => count > 0);
    return some.length === 0
      ? undefined
      : `Of ${situations.length} situations, ${list(some.map(({ id, count }) => `${id} suits ${count}`))}`;
  },
  body(results) {
    if (results.schemes.length === 0) return html`<p>No scheme was run, so there is none to advise.</p>`;
    const worked = situations.map(({ title, requirements }) => ({ title, advice: advise(requirements, results) }));
    return html`<p class="lead">Each requirement rules out the schemes that failed its test. The rest are ranked by measured cost, and tie where the measurement was too noisy. ${questionsAnswered(results)}</p>
${folded(
  `${worked.length} situations, answered from this run`,
  html`${whoHeads(results.schemes.map(({ id }) => id))}
${worked.map(
  ({
    title,
    advice,
  }) => html`<details class="case"><summary><strong>${title}</strong>${who(results.schemes.map(({ id }) => status(advice, id)))}</summary><div>
${adviceView(results, title, advice)}</div></details>
`,
)}`,
)}
<p>On the command line: <code>${command('advise --revocation 5s --instances 6 --clients spa,mobile --adr decision.md')}</code></p>
${folded(
  'The rules: what rules a scheme out',
  table(
    'What rules a scheme out. All but the first apply only where they are asked.',
    [
      { head: 'Requirement', cell: ({ title }) => title },
      { head: 'Rule', cell: ({ rule }) => rule },
    ],
    constraints,
  ),
)}`;
  },
};

function status({ schemes }: Advice, id: string): Square {
  const found = schemes.find(({ scheme }) => scheme === id);
  return { scheme: id, shown: found ? badge(statuses[found.status]) : html`–` };
}
