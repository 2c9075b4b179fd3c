import { basesOf, basisText } from '../capacity/basis-text.ts';
import { missingTexts } from '../capacity/missing-text.ts';
import type { CapacityPlan } from '../capacity/plan.ts';
import { quantities, rangeText } from '../capacity/quantities.ts';
import { workloadText } from '../capacity/workload.ts';
import type { Results } from '../results/results.ts';
import { evidenceLinks } from './link.ts';
import { type Content, html, type SafeHtml } from './markup.ts';
import { table } from './table.ts';

/** A plan with all that it rests on. Written into the page, and made again there for other numbers. */
export function planView(results: Pick<Results, 'evidence'>, plan: CapacityPlan): SafeHtml {
  const { schemes, breakEvens, assumptions, missing } = plan;
  return html`${table(
    `Planned for ${workloadText(plan.workload)}.`,
    [
      { head: 'Needed', cell: ({ title }) => title },
      ...schemes.map((scheme) => ({
        head: scheme.scheme,
        cell: ({ of, show, note }: ReturnType<typeof quantities>[number]): Content => {
          const [value, ...edges] = rangeText(of(scheme), show).split(' (');
          const beside = note?.(scheme);
          return html`<span class="estimate"><span class="value">${value}</span>${edges.length > 0 && html` <span class="note">(${edges}</span>`}</span>${beside && html`<small>${beside}</small>`}`;
        },
      })),
    ],
    quantities(plan.prices),
    { width: 'even' },
  )}
${list('Break-evens', breakEvens)}${list('Not known from this run, and left out', missingTexts(missing))}<details><summary>What is assumed, and what each figure rests on</summary><div>
<ul>${assumptions.map((text) => html`<li>${text}</li>`)}</ul>
${table(
  'Measured in this run: fewer than three rounds have no interval, and their edges are those of the rounds.',
  [
    { head: 'Scheme', cell: ({ scheme }) => scheme },
    {
      head: 'Rests on',
      cell: (scheme) =>
        basesOf(scheme).map(
          (basis) => html`<div class="line">${basisText(basis)} ${evidenceLinks(results, basis.evidence)}</div>`,
        ),
    },
  ],
  schemes,
)}</div></details>`;
}

function list(title: string, texts: readonly string[]): SafeHtml | false {
  return (
    texts.length > 0 &&
    html`<h3>${title}</h3>
<ul>${texts.map((text) => html`<li>${text}</li>`)}</ul>
`
  );
}
