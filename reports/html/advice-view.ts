import type { Advice, SchemeAdvice } from '../advice/advise.ts';
import { groupBy } from '../group-by.ts';
import type { Results } from '../results/results.ts';
import { list, sentence } from '../text/wording.ts';
import { evidenceLinks } from './link.ts';
import { html, type SafeHtml } from './markup.ts';
import { table } from './table.ts';
import { badge, type Verdict } from './verdict.ts';

type Linked = Pick<Results, 'evidence'>;

/** One piece of advice with its reasons. Written into the page, and made again there for other requirements. */
export function adviceView(results: Linked, title: string, { asked, schemes, preferences }: Advice): SafeHtml {
  return html`<p>Asked: ${asked.join('; ')}.</p>
${table(
  `${title}: scheme by scheme.`,
  [
    { head: 'Scheme', cell: (alike) => list(alike.map(({ scheme }) => scheme)) },
    { head: 'Advice', cell: ([one]) => badge(statuses[one.status]) },
    { head: 'Because', cell: ([one]) => reasons(results, one) },
    { head: 'Needs, or comes back if', cell: ([one]) => conditions(results, one) },
  ],
  [...groupBy(schemes, sameSaid).values()],
)}
${
  preferences.length > 0 &&
  html`<ul>${preferences.map(({ goal, because, evidence }) => html`<li>${sentence(`${goal}: ${because}`)} ${evidenceLinks(results, evidence)}</li>`)}</ul>`
}`;
}

/** Schemes of which the same is said are one row; its evidence is that of the first. */
function sameSaid({ status, assessments, flips, needs }: SchemeAdvice): string {
  const told = assessments.map(({ state, because }) => [state, because]);
  return JSON.stringify([status, told, flips, needs.map(({ text }) => text)]);
}

/** The advice in one sentence. */
export function adviceSentence(schemes: readonly SchemeAdvice[]): string {
  const chosen = schemes.filter(({ status }) => status === 'recommended').map((one) => one.scheme);
  if (chosen.length === 0) return 'No scheme is shown to meet all of it.';
  return chosen.length === 1
    ? `Take ${chosen[0]}.`
    : `Take ${list(chosen, 'or')}: nothing that was asked tells them apart.`;
}

/** Written into the page, and made again there for other requirements. */
export function caseAnswer({ schemes, asked: [, ...asked] }: Advice): SafeHtml {
  return html`<strong>${adviceSentence(schemes)}</strong> <small>Asked: ${asked.length > 0 ? asked.join('; ') : 'nothing yet'}.</small>`;
}

/** What decided: the requirement that broke, the one left open, or all that were met. */
function reasons(results: Linked, { status, assessments }: SchemeAdvice): SafeHtml {
  const deciding = status === 'ruled-out' ? 'breaks' : status === 'undecided' ? 'undecided' : 'meets';
  return html`${assessments
    .filter(({ state }) => state === deciding)
    .map(
      ({ because, evidence }) =>
        html`<div class="line">${sentence(because)} ${evidenceLinks(results, evidence.slice(0, mostLinks))}</div>`,
    )}`;
}

function conditions(results: Linked, { status, flips, needs }: SchemeAdvice): SafeHtml {
  if (status === 'undecided') return html`–`;
  const lines = status === 'ruled-out' ? flips.map((text) => ({ text, evidence: [] })) : needs;
  if (lines.length === 0) return html`–`;
  return html`${lines.map(({ text, evidence }) => html`<div class="line">${sentence(text)} ${evidenceLinks(results, evidence.slice(0, mostLinks))}</div>`)}`;
}

/** A reason that rests on every attack of the run leads to the first few; the attacks have a section of their own. */
const mostLinks = 4;

export const statuses = {
  recommended: { icon: 'check', word: 'recommended', tone: 'good', frame: 'filled' },
  possible: { icon: 'equal', word: 'possible', tone: 'info', frame: 'outlined' },
  undecided: { icon: 'question', word: 'undecided', tone: 'none', frame: 'hatched' },
  'ruled-out': { icon: 'cross', word: 'ruled out', tone: 'bad', frame: 'outlined' },
} as const satisfies Record<SchemeAdvice['status'], Verdict>;
