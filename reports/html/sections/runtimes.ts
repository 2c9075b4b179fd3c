import { type OnRuntime, onRuntimes, runtimeMetrics, runtimesInWords } from '../../analysis/runtimes.ts';
import { metric } from '../../metrics.ts';
import type { Results } from '../../results/results.ts';
import { unitFor, withUnit } from '../../text/unit.ts';
import { ratio } from '../../text/wording.ts';
import { html, type SafeHtml } from '../markup.ts';
import { scrollable, table } from '../table.ts';
import { badge, ofComparison } from '../verdict.ts';

/** The schemes on each Node.js that the run had; nothing where it had one alone. */
export function runtimes(results: Results): SafeHtml | undefined {
  const rows = onRuntimes(results);
  if (rows.length === 0) return undefined;
  const [reference = ''] = results.run.schemes;
  const figures = (name: string) => rows.flatMap(({ figures }) => figures[name] ?? []);
  return html`<h3>Does a conclusion depend on the Node.js version?</h3>
<p>${runtimesInWords(results)}</p>
${scrollable(
  'Node.js versions',
  table(
    `Medians over rounds; each scheme as a multiple of ${reference} on the same Node.js, and ${reference} as one of itself, measured twice.`,
    [
      {
        head: 'Scheme',
        cell: ({ scheme }: OnRuntime) => (scheme === 'floor' ? 'no authentication' : scheme),
      },
      ...runtimeMetrics.flatMap((name) => {
        const found = figures(name);
        const unit = unitFor(found[0]?.unit ?? '', Math.max(0, ...found.map(({ median }) => median)));
        return [
          {
            head: withUnit(metric(name).title, unit),
            figures: true,
            cell: ({ figures }: OnRuntime) => (figures[name] ? unit.show(figures[name].median) : '–'),
          },
          { head: `To ${reference}: ${metric(name).title}`, cell: ({ ratios }: OnRuntime) => held(ratios[name]) },
        ];
      }),
    ],
    rows,
    { group: ({ node }) => `Node.js ${node}${node === results.environment.node ? ', which ran the bench too' : ''}` },
  ),
)}`;
}

function held(one: Results['comparisons'][number] | undefined): SafeHtml {
  if (!one) return html`–`;
  const control = one.scheme === one.reference ? ' (measured twice)' : '';
  return html`${ratio(one.ratio, one.ciLow, one.ciHigh)}${control} ${badge(ofComparison(one))}<small>${one.because}</small>`;
}
