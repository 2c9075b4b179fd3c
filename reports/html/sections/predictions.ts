import { isMissed } from '../../capacity/prediction/held-out.ts';
import type { Prediction } from '../../capacity/prediction/predict-demand.ts';
import { errorText, pointText, quantityTitles } from '../../capacity/prediction/prediction-text.ts';
import type { Results } from '../../results/results.ts';
import { exact, figure, list, percent } from '../../text/wording.ts';
import { html, type SafeHtml } from '../markup.ts';
import { scrollable, table } from '../table.ts';
import { badge, type Verdict } from '../verdict.ts';

/** What was predicted beside what came, with signed errors, and what is therefore not reckoned with. */
export function predictionTable({ predictions = [] }: Results): SafeHtml | undefined {
  if (predictions.length === 0) return undefined;
  const checked = predictions.filter(({ error }) => error !== null);
  const missed = [
    ...new Set(predictions.filter(isMissed).map(({ scheme, quantity }) => `${quantityTitles[quantity]} (${scheme})`)),
  ];
  return html`<h3>Predicted, then measured</h3>
<p class="note">Written to results.json at ${predictions[0]?.at}, before these points were measured on fresh launches. ${checkedText(checked, predictions.length)} ${missed.length > 0 ? `Not extrapolated, since the prediction missed: ${list(missed)}.` : ''}</p>
${scrollable(
  'Predicted and measured, table',
  table(
    'Error: measured over predicted, less one.',
    [
      { head: 'Quantity', cell: ({ quantity }: Prediction) => quantityTitles[quantity] },
      { head: 'Point', cell: (one: Prediction) => pointText(one) },
      { head: 'Predicted', figures: true, cell: ({ predicted }) => figure(predicted) },
      { head: 'Measured', figures: true, cell: ({ measured }) => (measured === null ? '–' : figure(measured)) },
      { head: 'Error', figures: true, cell: (one: Prediction) => errorText(one) },
      { head: 'Limit', figures: true, cell: ({ limit }) => `±${percent(limit)}` },
      { head: 'Verdict', cell: (one) => badge(verdictOf(one)) },
    ],
    predictions,
    { group: ({ scheme }) => scheme },
  ),
)}`;
}

/** Mean absolute errors, of what was counted and of what was carried. */
function checkedText(checked: readonly Prediction[], all: number): string {
  const mean = (some: readonly Prediction[]) =>
    percent(some.reduce((sum, { error }) => sum + Math.abs(error ?? 0), 0) / some.length);
  const [carried, taken] = [true, false].map((isThroughput) =>
    checked.filter(({ quantity }) => (quantity === 'throughput') === isThroughput),
  ) as [Prediction[], Prediction[]];
  const errors = [
    ...(taken.length > 0 ? [`${mean(taken)} for CPU, commands and bytes`] : []),
    ...(carried.length > 0 ? [`${mean(carried)} for throughput`] : []),
  ];
  const told = `${exact(checked.length)} of ${exact(all)} could be checked.`;
  return errors.length === 0 ? told : `${told} Mean absolute error: ${list(errors)}.`;
}

function verdictOf(one: Prediction): Verdict {
  if (one.error === null) return { icon: 'bang', word: 'not measured', tone: 'none', frame: 'hatched' };
  return isMissed(one)
    ? { icon: 'cross', word: 'missed', tone: 'bad', frame: 'outlined' }
    : { icon: 'check', word: 'kept', tone: 'good', frame: 'outlined' };
}
