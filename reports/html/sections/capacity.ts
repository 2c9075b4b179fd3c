import { type Saturation, saturationsOf } from '../../analysis/saturation.ts';
import { groupBy } from '../../group-by.ts';
import { isMain } from '../../results/arm.ts';
import type { Results } from '../../results/results.ts';
import { hasDirection } from '../../statistics/bound.ts';
import { mainScenario } from '../../statistics/main-scenario.ts';
import { median } from '../../statistics/median.ts';
import { list, ratio, figure as rounded } from '../../text/wording.ts';
import { nameOf } from '../arms.ts';
import { capacityBars } from '../charts/capacity-bars.ts';
import { isDrawn, noiseAmong } from '../charts/forest-plot.ts';
import { seriesOf } from '../charts/series.ts';
import { figure } from '../figure.ts';
import { html, type SafeHtml } from '../markup.ts';

/** Throughput as a picture; nothing of a run that did not record who was the limit. */
export function capacityFigure(results: Results): SafeHtml | undefined {
  const { run, comparisons } = results;
  const scenario = mainScenario(comparisons) ?? '';
  const found = saturationsOf(results, scenario);
  if (found.length === 0) return undefined;
  const place = ({ arm: { scheme, role } }: Saturation) =>
    role === 'floor' ? run.schemes.length : run.schemes.indexOf(scheme);
  const bars = found
    .filter((one) => isMain(one) || one.arm.role === 'floor')
    .toSorted((a, b) => place(a) - place(b))
    .map((one) => ({
      label: nameOf(one.arm),
      series: seriesOf(run.schemes, one.arm.scheme),
      rounds: one.perCore,
      middle: median(one.perCore) ?? 0,
      note: [...besides(results, scenario, one), limitOf(one)].join(' · '),
      isCounted: one.because === undefined,
    }));
  // what spoilt several is said once
  const spoilt = groupBy(
    found.filter(({ because }) => because !== undefined),
    ({ because = '' }) => because,
  );
  const others = [...spoilt].map(
    ([because, some]) =>
      `${some.length > 1 && some.length === found.length ? 'all' : list(some.map(({ arm }) => nameOf(arm)))}: ${because}`,
  );
  const title = results.scenarios.find(({ id }) => id === scenario)?.title ?? scenario;
  const noise = noiseAround(results, scenario, bars);
  return html`${figure({
    id: 'capacity',
    finding: findingOf(results, scenario, bars, noise),
    note: `${title}, requests per second for each core of a server, Node ${results.environment.node}. Strokes are repetitions.${noise ? ' Band: what the same server showed when it was measured twice.' : ''}${bars.some(({ isCounted }) => !isCounted) ? ' Hollow: did not count.' : ''}`,
    picture: capacityBars('capacity', `${title}: requests per second and server core`, bars, noise),
    words: bars.map(({ label, middle, note }) => `${label}: ${rounded(middle)} requests/s per core; ${note}.`),
    csv: {
      head: ['scheme', 'round', 'requests_per_s_and_core', 'counted'],
      rows: bars.flatMap(({ label, rounds, isCounted }) =>
        rounds.map((value, round) => [label, round + 1, value, String(isCounted)]),
      ),
    },
    className: 'narrow',
  })}${others.length > 0 && html`<p class="note">${others.join('; ')}.</p>`}`;
}

type Bar = Parameters<typeof capacityBars>[2][number];

/** Around the reference: as much less and more as the same server showed when it was measured twice. */
function noiseAround(
  { comparisons, run }: Results,
  scenario: string,
  bars: readonly Bar[],
): readonly [number, number] | undefined {
  const [reference] = run.schemes;
  const twice = comparisons
    .filter((one) => one.kind === 'a-a' && one.scenario === scenario && one.metric === 'throughput')
    .filter(isDrawn);
  const middle = bars.find(({ label }) => label === reference)?.middle;
  if (twice.length === 0 || middle === undefined) return undefined;
  const noise = noiseAmong(twice);
  return [middle / (1 + noise), middle * (1 + noise)];
}

/** `A core answers 3,150 requests/s with session and 4,870 with jwt.` The reference comes first. */
function findingOf(
  results: Results,
  scenario: string,
  bars: readonly Bar[],
  noise: readonly [number, number] | undefined,
): string {
  const [reference] = results.run.schemes;
  const told = bars
    .filter(({ isCounted, label }) => isCounted && label !== bare)
    .toSorted((a, b) => Number(b.label === reference) - Number(a.label === reference) || b.middle - a.middle);
  const [first, ...others] = told.length > mostTold ? [...told.slice(0, 2), ...told.slice(-1)] : told;
  if (first === undefined) return 'What a core carries was not found: no repetition counted.';
  const figures = [
    `${rounded(first.middle)} requests/s with ${first.label}`,
    ...others.map(({ label, middle }) => `${rounded(middle)} with ${label}`),
  ];
  return `A core answers ${list(figures)}${apartText(results, scenario, told, noise)}.`;
}

const mostTold = 4;

/** Where no two have a winner, that figures differ says nothing. */
function apartText(
  { comparisons }: Results,
  scenario: string,
  told: readonly Bar[],
  noise: readonly [number, number] | undefined,
): string {
  const isTold = (scheme: string | null) => told.some(({ label }) => label === scheme);
  const pairs = comparisons.filter(
    (one) =>
      one.kind === 'scheme' &&
      one.scenario === scenario &&
      one.metric === 'throughput' &&
      isTold(one.scheme) &&
      isTold(one.reference),
  );
  if (told.length < 2 || pairs.some(({ verdict }) => hasDirection(verdict))) return '';
  if (noise && told.every(({ middle }) => middle >= noise[0] && middle <= noise[1]))
    return ', which is within the noise';
  if (pairs.length > 0 && pairs.every(({ verdict }) => verdict === 'equivalent')) return ', which is as much';
  return ', which this run cannot tell apart';
}

const bare = nameOf({ group: 'load', scheme: 'floor', role: 'floor' });

/** A server that has to wait for its core has nothing left with less of it. */
function limitOf({ because, cores }: Saturation): string {
  return because === undefined ? `limit: the server (${cores.servers.toFixed(2)} cores)` : 'did not count';
}

/** The ratio of what both carried, with its interval. */
function besides({ comparisons, run }: Results, scenario: string, { arm: { scheme, role } }: Saturation): string[] {
  const [reference] = run.schemes;
  if (role === 'floor') return [];
  if (scheme === reference) return ['reference'];
  const pair = comparisons.find(
    (one) =>
      one.kind === 'scheme' &&
      one.scenario === scenario &&
      one.metric === 'throughput' &&
      one.scheme === scheme &&
      one.reference === reference,
  );
  return pair === undefined || pair.verdict === 'invalid' || pair.ratio === null
    ? []
    : [`${ratio(pair.ratio, pair.ciLow, pair.ciHigh)} of ${reference}`];
}
