import { type Flip, flipsOf } from '../../flips.ts';
import type { Results } from '../../results.ts';
import { list, percent, ratio, sentence } from '../../wording.ts';
import { html, type SafeHtml } from '../markup.ts';
import { scrollable, table } from '../table.ts';

type Variation = Results['scenarios'][number];

/** Which conclusions on cost depend on how a scheme is built; nothing where no variation is known to the run. */
export function sensitivity(results: Results): SafeHtml | undefined {
  const variations = results.scenarios.filter(({ kind }) => kind === 'sensitivity');
  if (variations.length === 0) return undefined;
  const measured = variations.filter(({ id }) => results.samples.some(({ arm }) => arm === armOf(id)));
  const head = html`<h3>Does a conclusion depend on how a scheme is built?</h3>`;
  if (measured.length === 0)
    return html`${head}
<p class="note">Not measured in this run: ${variations.length} variations, which <code>--suite sensitivity</code> runs in any profile, and the profile full beside everything else.</p>`;
  return html`${head}
<p>${summary(results, measured)}</p>
${scrollable(
  'Variations',
  table(
    'CPU per request of each variation, as a multiple of the scheme as it is; and what becomes of each ratio between two schemes.',
    [
      { head: 'Variation', cell: ({ title, question }: Variation) => html`${title}<small>${question}</small>` },
      { head: 'Against itself as it is', cell: ({ id }: Variation) => againstItself(results, id) },
      { head: 'Between schemes', cell: ({ id }: Variation) => betweenSchemes(results, id) },
    ],
    measured,
    { group: ({ choice = 'other choices' }) => sentence(choice).slice(0, -1) },
  ),
)}`;
}

function armOf(id: string): string {
  return `sensitivity:${id}`;
}

function againstItself({ comparisons, samples }: Results, id: string): SafeHtml {
  const own = comparisons.filter(
    (one) => one.arm === armOf(id) && one.scheme === one.reference && one.metric === 'cpu.total',
  );
  const lines = own.map(
    (one) =>
      html`${one.scheme}: ${one.ratio === null ? reasonOf(samples, id, one.scheme) : ratio(one.ratio, one.ciLow, one.ciHigh)}<br>`,
  );
  const rtts = samples
    .filter(({ arm, metric }) => arm === armOf(id) && metric === 'store.rtt')
    .map(({ value }) => value);
  const rtt = rtts.sort((a, b) => a - b)[rtts.length >> 1];
  return html`${lines}${rtt !== undefined && html`<small>measured there and back: ${(rtt / 1_000).toFixed(2)} ms</small>`}`;
}

/** Why there is no figure. */
function reasonOf(samples: Results['samples'], id: string, scheme: string): string {
  const reason = samples.find((one) => one.arm === armOf(id) && one.scheme === scheme && !one.valid)?.invalidReason;
  return reason ?? 'no round that counts';
}

function betweenSchemes(results: Results, id: string): SafeHtml {
  return html`${flipsOf(results, armOf(id)).map(
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

function summary(results: Results, measured: readonly Variation[]): string {
  const all = measured.map((variation) => ({
    variation,
    flips: flipsOf(results, armOf(variation.id)).map(({ flip }) => flip),
  }));
  const choices = (is: (flip: Flip) => boolean) => [
    ...new Set(all.filter(({ flips }) => flips.some(is)).map(({ variation }) => variation.choice ?? variation.title)),
  ];
  const matter = choices((flip) => flip === 'flips' || flip === 'weakens' || flip === 'appears');
  const firm = choices((flip) => flip === 'holds').filter((choice) => !matter.includes(choice));
  const decided = all.flatMap(({ flips }) => flips).filter((flip) => flip !== 'undecided').length;
  const total = all.flatMap(({ flips }) => flips).length;
  return [
    matter.length > 0 && `Which scheme costs less depends on ${list(matter)}.`,
    firm.length > 0 && `It does not depend on ${list(firm)}, as far as was tried.`,
    decided < total &&
      `${total - decided} of ${total} ratios are undecided (${percent((total - decided) / Math.max(1, total))}): more rounds would settle them.`,
  ]
    .filter(Boolean)
    .join(' ');
}
