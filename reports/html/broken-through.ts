import { attackFix } from '../analysis/attack-fix.ts';
import { failures, unmet, wronglyAccepted } from '../analysis/failures.ts';
import { bySeverity } from '../analysis/severity.ts';
import { outcomeText } from '../analysis/window.ts';
import { groupBy } from '../group-by.ts';
import type { Results } from '../results/results.ts';
import { counted, exact, sentence } from '../text/wording.ts';
import { anchor } from './anchor.ts';
import { html, type SafeHtml } from './markup.ts';
import { badge, ofSeverity } from './verdict.ts';

type Attack = Results['attacks'][number];
type Row = Results['scaling'][number];

/** What broke a gate: attacks, the gravest first, each with what was found and what to do; then all else in a line each. */
export function brokenThrough(results: Results): SafeHtml {
  const { attacks, scaling, run } = results;
  const failed = attacks.filter(({ asExpected }) => asExpected === false).toSorted(bySeverity);
  const rows = scaling.filter((row) => wronglyAccepted(row) !== undefined);
  const names = [...failures({ attacks: failed, scaling: rows }).keys()];
  // runs of other versions word their reasons otherwise; the name in front is the same
  const others = run.exit.reasons.filter((reason) => !names.some((name) => reason.startsWith(`${name}: `)));
  const tried = attacks.filter(({ asExpected }) => asExpected !== null).length;
  const title = failed.length > 0 ? `Failed: ${exact(failed.length)} of ${counted(tried, 'attack')}` : 'Failed';
  const lines = [
    ...failed.slice(0, most).map(about),
    ...(failed.length > most ? [html`<a href="#attacks">${counted(failed.length - most, 'more attack')}</a>`] : []),
    ...[...groupBy(rows, ({ scheme }) => scheme)].map(ofScheme),
    ...others.map((reason) => html`${reason}`),
  ];
  return html`<div class="reasons"><strong>${title} (exit ${run.exit.code})</strong>
<ul>${lines.map((line) => html`<li>${line}</li>`)}</ul></div>`;
}

const most = 5;

function about(attack: Attack): SafeHtml {
  const { id, scheme, severity, title, source } = attack;
  return html`${badge(ofSeverity(severity))} <strong>${scheme}</strong>: <a href="#${anchor('attack', id)}">${title}</a>, ${unmet(attack)}. ${sentence(outcomeText(attack))} <em>What to do:</em> ${attackFix(attack)} Defence: <code>${source.file}:${source.line}</code>`;
}

function ofScheme([scheme, rows]: readonly [string, readonly Row[]]): SafeHtml {
  const accepted = rows.reduce((sum, row) => sum + row.wronglyAccepted, 0);
  return html`<strong>${scheme}</strong>: ${counted(accepted, 'request')} accepted that had to be refused, in <a href="#scaling">${counted(rows.length, 'test')} of scale and failure</a>`;
}
