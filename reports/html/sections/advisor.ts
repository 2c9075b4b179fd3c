import { type Advice, advise, constraints } from '../../advice/advise.ts';
import { situations } from '../../advice/situations.ts';
import { questionsAnswered } from '../../analysis/questions.ts';
import { command } from '../../text/installation.ts';
import { exact, list } from '../../text/wording.ts';
import { adviceView, statuses } from '../advice-view.ts';
import { commandCode } from '../command-code.ts';
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
      : `${list(some.map(({ id, count }, place) => `${id} suits ${exact(count)}${place === 0 ? ` of ${exact(situations.length)} situations` : ''}`))}`;
  },
  body(results) {
    if (results.schemes.length === 0) return html`<p>No scheme was run, so there is none to advise.</p>`;
    const worked = situations.map(({ title, requirements }) => ({ title, advice: advise(requirements, results) }));
    return html`<p class="lead">Each requirement rules out the schemes that failed its test. A preference ranks the rest by what was measured; they tie where that was too noisy. ${questionsAnswered(results)}</p>
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
<p>On the command line: ${commandCode(command('advise --revocation 5s --instances 6 --clients spa --session 8h --adr decision.md'))}</p>
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
