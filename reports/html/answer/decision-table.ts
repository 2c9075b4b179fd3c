import { type Advice, advise } from '../../advice/advise.ts';
import { deciders } from '../../advice/deciders.ts';
import { standsAlone } from '../../analysis/stands-alone.ts';
import type { Results } from '../../results/results.ts';
import { list, listOf } from '../../text/wording.ts';
import { type Content, html, type SafeHtml } from '../markup.ts';
import { table } from '../table.ts';

/** What each requirement alone comes to, by the rules of the advisor. */
export function decisionTable(results: Results): SafeHtml | undefined {
  if (standsAlone(results) || results.schemes.length === 0 || results.attacks.length === 0) return undefined;
  const rows = deciders.map(({ title, requirements }) => ({ title, advice: advise(requirements, results) }));
  const of = ({ schemes }: Advice, status: string) =>
    schemes.filter((one) => one.status === status).map(({ scheme }) => scheme);
  return table(
    'Which scheme, where one thing decides',
    [
      { head: 'If this decides', cell: ({ title }) => title },
      { head: 'Take', cell: ({ advice }) => taken(advice, results.schemes.length) },
      {
        head: 'Ruled out',
        cell: ({ advice }) =>
          html`${ruledOut(of(advice, 'ruled-out'), results.schemes.length)}${open(of(advice, 'undecided'))}`,
      },
    ],
    rows,
    { width: 'tight' },
  );
}

/** More names than these are counted. */
const mostNamed = 4;

function ruledOut(schemes: readonly string[], all: number): string {
  if (schemes.length === 0) return '–';
  if (all <= mostNamed) return schemes.join(', ');
  return schemes.length > mostNamed ? `${schemes.length} of ${all}` : list(schemes);
}

function taken({ schemes, preferences }: Advice, all: number): Content {
  const chosen = schemes.filter(({ status }) => status === 'recommended');
  if (chosen.length === 0) return 'none is shown to meet it';
  const needs = needed(chosen);
  const names = listOf(
    mostNamed,
    chosen.map(({ scheme }) => scheme),
    'or',
  );
  const any = preferences.some(({ isWithin }) => isWithin)
    ? 'any: too little apart to decide'
    : 'any: this run does not tell them apart';
  return html`${chosen.length === all && needs.length === 0 ? any : html`<strong>${names}</strong>`}${needs.length > 0 && html` <details class="cites"><summary>on conditions</summary> <small>${needs.join('; ')}</small></details>`}`;
}

/** What schemes have to be given, said once where several need the same. */
function needed(chosen: Advice['schemes']): string[] {
  const who = new Map<string, string[]>();
  for (const { scheme, assessments } of chosen)
    for (const { needs } of assessments) if (needs !== undefined) who.set(needs, [...(who.get(needs) ?? []), scheme]);
  return [...who].map(([needs, schemes]) => `${list(schemes)} ${schemes.length > 1 ? 'need' : 'needs'} ${needs}`);
}

function open(schemes: readonly string[]): SafeHtml | undefined {
  return schemes.length === 0 ? undefined : html`<small>undecided: ${listOf(mostNamed, schemes)}</small>`;
}
