import { profiles } from '../../advice/profiles.ts';
import { type Advice, advise, constraints, type SchemeAdvice } from '../../advise.ts';
import type { Results } from '../../results.ts';
import { list, sentence } from '../../wording.ts';
import { evidenceLinks } from '../link.ts';
import { html, type SafeHtml } from '../markup.ts';
import type { Section } from '../section.ts';
import { table } from '../table.ts';
import { badge, type Verdict } from '../verdict.ts';

/** The same rules as `advise` on the command line, applied to this run. */
export const advisor: Section = {
  id: 'advisor',
  title: 'Which scheme for whom',
  body(results) {
    if (results.schemes.length === 0) return html`<p>No scheme was run, so there is none to advise.</p>`;
    const worked = profiles.map(({ title, requirements }) => ({ title, advice: advise(requirements, results) }));
    return html`<p class="lead">Requirements eliminate, each with the evidence that does it. What is left is ranked by measured verdicts alone: what this run could not decide breaks no tie.</p>
<p>For requirements of your own: <code>npm run advise -- --revocation 5s --instances 6 --clients spa,mobile</code>, which also writes a decision record.</p>
${table(
  'Eight situations, answered from this run. Each is opened below.',
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
${worked.map(({ title, advice }) => situation(results, title, advice))}
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

function situation(results: Results, title: string, { asked, schemes, preferences }: Advice): SafeHtml {
  return html`<details class="item"><summary><strong>${title}</strong></summary><div>
<p>Asked: ${list(asked)}.</p>
${table(
  `${title}: scheme by scheme.`,
  [
    { head: 'Scheme', cell: ({ scheme }) => scheme },
    { head: 'Advice', cell: (one) => badge(statuses[one.status]) },
    { head: 'Because', cell: (one) => reasons(results, one) },
    { head: 'Needs, or comes back if', cell: (one) => conditions(one) },
  ],
  schemes,
)}
${
  preferences.length > 0 &&
  html`<ul>${preferences.map(({ goal, because, evidence }) => html`<li>${sentence(`${goal}: ${because}`)} ${evidenceLinks(results, evidence)}</li>`)}</ul>`
}</div></details>
`;
}

/** What decided: the requirement that broke, the one left open, or all that were met. */
function reasons(results: Results, { status, findings }: SchemeAdvice): SafeHtml {
  const deciding = status === 'ruled-out' ? 'breaks' : status === 'undecided' ? 'undecided' : 'meets';
  return html`${findings
    .filter(({ state }) => state === deciding)
    .map(
      ({ because, evidence }) =>
        html`<span class="line">${sentence(because)} ${evidenceLinks(results, evidence.slice(0, mostLinks))}</span>`,
    )}`;
}

function conditions({ status, flips, needs }: SchemeAdvice): SafeHtml {
  if (status === 'undecided') return html`–`;
  const lines = status === 'ruled-out' ? flips : needs.map(({ text }) => text);
  if (lines.length === 0) return html`–`;
  return html`${lines.map((text) => html`<span class="line">${sentence(text)}</span>`)}`;
}

/** A reason that rests on every attack of the run leads to the first few; the attacks have a chapter of their own. */
const mostLinks = 6;

const statuses = {
  recommended: { icon: 'check', word: 'recommended', tone: 'good', frame: 'filled' },
  possible: { icon: 'equal', word: 'possible', tone: 'info', frame: 'outlined' },
  undecided: { icon: 'question', word: 'undecided', tone: 'none', frame: 'hatched' },
  'ruled-out': { icon: 'cross', word: 'ruled out', tone: 'bad', frame: 'outlined' },
} as const satisfies Record<SchemeAdvice['status'], Verdict>;
