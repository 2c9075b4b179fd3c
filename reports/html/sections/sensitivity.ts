import { type Flip, flipsOf } from '../../advice/flips.ts';
import { type Concluded, choicesOf, concluded, dependsOn } from '../../analysis/choices.ts';
import { mostOverLibrary, type OverLibrary, overLibraries } from '../../analysis/over-library.ts';
import type { Results } from '../../results/results.ts';
import { upperMedian } from '../../statistics/median.ts';
import { variedMetrics } from '../../statistics/sensitivity.ts';
import { capitalised, ratio, times } from '../../text/wording.ts';
import { conditionOf } from '../condition.ts';
import { html, type SafeHtml } from '../markup.ts';
import { scrollable, table } from '../table.ts';
import { badge, ofLibrary } from '../verdict.ts';
import { runtimes } from './runtimes.ts';

type Variation = Results['scenarios'][number];

/** Which conclusions depend on how a scheme is built; nothing where no variation is known to the run. */
export function sensitivity(results: Results): SafeHtml | undefined {
  const variations = results.scenarios.filter(({ kind }) => kind === 'sensitivity');
  if (variations.length === 0) return undefined;
  const measured = variations.filter(({ id }) => results.samples.some(({ arm }) => arm.variation === id));
  const head = html`<h3>Does a conclusion depend on how a scheme is built?</h3>`;
  if (measured.length === 0)
    return html`${head}
<p class="note">Not measured in this run: ${variations.length} variations, which <code>--suite sensitivity</code> runs in any profile, and the profile full beside everything else.</p>`;
  const choices = choicesOf(results);
  return html`${runtimes(results)}
${head}
${dependsOn(results).map((text) => html`<p>${text}</p>`)}
${scrollable(
  'Variations',
  table(
    'Each variation as a multiple of the scheme as it is; and what becomes of each ratio between two schemes, by CPU per request and by median latency.',
    [
      { head: 'Variation', cell: ({ title, question }: Variation) => html`${title}<small>${question}</small>` },
      { head: 'Against itself as it is', cell: ({ id }: Variation) => againstItself(results, id) },
      ...variedMetrics.map((name) => ({
        head: `Between schemes: ${concluded[name].title}`,
        cell: ({ id }: Variation) => betweenSchemes(results, id, name),
      })),
    ],
    choices,
    { group: ({ choice = 'other choices' }) => capitalised(choice) },
  ),
)}
${overItsLibraries(results)}`;
}

/** What the reference servers add to their libraries, against the limit that they are held to. */
function overItsLibraries(results: Results): SafeHtml | undefined {
  const rows = overLibraries(results);
  if (rows.length === 0) return undefined;
  return html`<h3>What do the reference servers add to their libraries?</h3>
${table(
  `CPU per request of each server, its store left out, as a multiple of the same libraries with nothing around them; at most ${times(mostOverLibrary)} is meant.`,
  [
    {
      head: 'Server',
      cell: ({ scheme, floor }: OverLibrary) => html`${scheme}${floor && html`<small>over ${floor}</small>`}`,
    },
    { head: 'Ratio', figures: true, cell: (row: OverLibrary) => ratio(row.ratio, row.ciLow, row.ciHigh) },
    { head: 'Limit', figures: true, cell: () => times(mostOverLibrary) },
    { head: 'Rounds', figures: true, cell: ({ rounds }: OverLibrary) => rounds },
    {
      head: 'Verdict',
      cell: ({ verdict, because }: OverLibrary) => html`${badge(ofLibrary(verdict))}<small>${because}</small>`,
    },
  ],
  rows,
)}`;
}

function againstItself(results: Results, id: string): SafeHtml {
  const { comparisons, samples } = results;
  const own = comparisons.filter((one) => one.variation === id && !one.isControl && one.scheme === one.reference);
  const lines = variedMetrics.flatMap((name) =>
    own
      .filter(({ metric }) => metric === name)
      .map(
        (one) =>
          html`${one.scheme}, ${concluded[name].title}: ${one.ratio === null ? reasonOf(samples, id, one.scheme) : ratio(one.ratio, one.ciLow, one.ciHigh)}<br>`,
      ),
  );
  const rtts = samples
    .filter(({ arm, metric }) => arm.variation === id && metric === 'store.rtt')
    .map(({ value }) => value);
  return html`${lines}${conditionOf(results, own[0]?.scenario)}${rtts.length > 0 && html`<small>measured there and back: ${(upperMedian(rtts) / 1_000).toFixed(2)} ms</small>`}`;
}

/** Why there is no figure. */
function reasonOf(samples: Results['samples'], id: string, scheme: string): string {
  const reason = samples.find(
    ({ arm, ...one }) => arm.variation === id && one.scheme === scheme && !one.valid,
  )?.invalidReason;
  return reason ?? 'no round that counts';
}

function betweenSchemes(results: Results, id: string, name: Concluded): SafeHtml {
  return html`${flipsOf(results, id)
    .filter(({ metric }) => metric === name)
    .map(
      ({ varied, plain, flip }) =>
        html`${varied.scheme} to ${varied.reference}: ${ratio(varied.ratio, varied.ciLow, varied.ciHigh)}, ${words[flip]}<small>as they are: ${ratio(plain?.ratio ?? null, plain?.ciLow ?? null, plain?.ciHigh ?? null)}</small>`,
    )}`;
}

const words: Readonly<Record<Flip, string>> = {
  holds: 'the conclusion holds',
  weakens: 'the difference is gone',
  flips: 'the conclusion flips',
  appears: 'a difference appears',
  undecided: 'undecided',
};
