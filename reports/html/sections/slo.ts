import { spread } from '../../analysis/spread.ts';
import { metric } from '../../metrics.ts';
import { isIn } from '../../results/arm.ts';
import type { Results } from '../../results/results.ts';
import { type ShownUnit, unitFor, withUnit } from '../../text/unit.ts';
import { list, listOf, figure as rounded } from '../../text/wording.ts';
import { type Curve, rateCurves } from '../charts/rate-curves.ts';
import { seriesOf } from '../charts/series.ts';
import { figure } from '../figure.ts';
import { html, type SafeHtml } from '../markup.ts';
import { scrollable, table } from '../table.ts';

type Sample = Results['samples'][number];

/** The highest rate within the latency objective, and latency in the rate sweep; nothing where it was not sought. */
export function withinObjective({ samples, run }: Results): SafeHtml | undefined {
  const objective = samples.find(({ metric }) => metric === 'slo.p99')?.value;
  if (objective === undefined) return undefined;
  const sought = run.schemes.filter((scheme) =>
    samples.some((one) => one.metric === 'slo.p99' && one.scheme === scheme),
  );
  const goal = `${rounded(objective / 1_000)} ms`;
  return html`<h3>How many requests, within ${goal}?</h3>
<p class="note">The highest rate at which 99 of 100 reads were answered within ${goal} of the moment they were due, sought on one launch of each scheme by doubling, then halving, both ends asked again at the close. The true edge lies between the two rates. Generator and servers share this machine: on others the rates differ, and what is worth reading is how the schemes stand to each other.</p>
${scrollable(
  'Highest rates',
  table(
    'Requests per second.',
    [
      { head: 'Scheme', cell: (scheme: string) => scheme },
      { head: 'Held at', cell: (scheme: string) => rateOf(samples, scheme, 'slo.rate.low', 'at no rate tried') },
      { head: 'Missed at', cell: (scheme: string) => rateOf(samples, scheme, 'slo.rate.high', 'no miss confirmed') },
    ],
    sought,
  ),
)}
${rateSweep(samples, run.schemes, objective)}`;
}

function rateOf(samples: readonly Sample[], scheme: string, name: string, otherwise: string): string {
  const rate = samples.find((one) => one.scheme === scheme && one.metric === name)?.value;
  return rate === undefined ? otherwise : rounded(rate);
}

/** The median beside the tail: where the two part, requests wait for each other. */
function rateSweep(samples: readonly Sample[], schemes: readonly string[], objective: number): SafeHtml | undefined {
  const swept = samples.filter(isIn('rate-sweep'));
  if (swept.length === 0) return undefined;
  return html`<p class="note">Latency over requests offered per second. A cross at the top is a rate that was not carried; the line across is the objective.</p>
${curvesOf(swept, schemes, 'latency.p50')}${curvesOf(swept, schemes, 'latency.p99', objective)}`;
}

function curvesOf(
  swept: readonly Sample[],
  schemes: readonly string[],
  name: 'latency.p50' | 'latency.p99',
  objective?: number,
): SafeHtml | undefined {
  const drawn = swept.filter((one) => one.metric === name);
  const rates = [...new Set(drawn.flatMap(({ arm }) => arm.rate ?? []))].sort((a, b) => a - b);
  const curves = schemes.flatMap((scheme): Curve[] => {
    const own = drawn.filter((one) => one.scheme === scheme);
    if (own.length === 0) return [];
    const points = rates.map((rate) => ({
      rate,
      // nobody answers in no time: it is that nobody answered
      value: spread(own.filter(({ arm }) => arm.rate === rate))?.median || undefined,
    }));
    return [{ label: scheme, series: seriesOf(schemes, scheme), points }];
  });
  const { title } = metric(name);
  const largest = Math.max(objective ?? 0, ...drawn.filter(({ valid }) => valid).map(({ value }) => value));
  if (largest === 0) return undefined;
  const unit = unitFor('us', largest);
  const id = `slo-sweep-${name.replace('.', '-')}`;
  return figure({
    id,
    finding: sweepFinding(title, unit, curves),
    note: `${withUnit(title, unit)}, over requests offered per second.`,
    picture: rateCurves(id, `${title}, over offered rate`, unit, curves, objective),
    words: curves.map(
      ({ label, points }) =>
        `${label}: ${list(points.map(({ rate, value }) => `${value === undefined ? 'not carried' : told(unit, value)} at ${rate}/s`))}.`,
    ),
    className: 'narrow',
    csv: {
      head: ['scheme', 'offered_per_s', 'latency_s', 'carried'],
      rows: curves.flatMap(({ label, points }) =>
        points.map(({ rate, value }) => [
          label,
          rate,
          value === undefined ? undefined : value / 1e6,
          String(value !== undefined),
        ]),
      ),
    },
  });
}

/** `Latency, 99th percentile, at 400/s, which all carried: 8 ms with session and 2 ms with jwt.` One launch of each names no winner. */
export function sweepFinding(
  title: string,
  unit: ShownUnit,
  curves: readonly Pick<Curve, 'label' | 'points'>[],
): string {
  const at = (curve: Pick<Curve, 'points'>, rate: number) => curve.points.find((one) => one.rate === rate)?.value;
  const rates = curves.flatMap(({ points }) => points.map(({ rate }) => rate));
  const carried = rates.filter((rate) => curves.every((curve) => at(curve, rate) !== undefined));
  if (carried.length === 0) return 'No rate was carried by all schemes.';
  const most = Math.max(...carried);
  const each = curves.map((curve) => `${told(unit, at(curve, most) ?? 0)} with ${curve.label}`);
  return `${title}, at ${rounded(most)}/s${curves.length > 1 ? ', which all carried' : ''}: ${listOf(4, each)}.`;
}

function told(unit: ShownUnit, value: number): string {
  return `${unit.show(value)} ${unit.name}`;
}
