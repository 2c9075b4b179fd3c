import { type Saturation, saturationsOf } from '../../analysis/saturation.ts';
import { isMain } from '../../results/arm.ts';
import type { Results } from '../../results/results.ts';
import { mainScenario } from '../../statistics/main-scenario.ts';
import { median } from '../../statistics/median.ts';
import { ratio } from '../../text/wording.ts';
import { nameOf } from '../arms.ts';
import { capacityBars } from '../charts/capacity-bars.ts';
import { seriesOf } from '../charts/series.ts';
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
      isServers: one.because === undefined,
    }));
  const others = found.flatMap((one) => (one.because === undefined ? [] : [`${nameOf(one.arm)}: ${one.because}`]));
  const title = results.scenarios.find(({ id }) => id === scenario)?.title ?? scenario;
  return html`<figure class="capacity"><figcaption>${title}: requests per second for each core of a server at saturation, Node ${results.environment.node}. Strokes: rounds with freshly started servers. Hollow: something else was the limit, so that it is no capacity of a server.</figcaption>
${capacityBars('capacity', `${title}: requests per second and server core`, bars)}${others.length > 0 && html`<p class="note">${others.join('; ')}.</p>`}</figure>`;
}

/** A server that has to wait for its core has nothing left with less of it. */
function limitOf({ because, cores }: Saturation): string {
  return because === undefined ? `limit: the server (${cores.servers.toFixed(2)} cores)` : 'no capacity of a server';
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
  return pair === undefined || pair.verdict === 'invalid'
    ? []
    : [`${ratio(pair.ratio, pair.ciLow, pair.ciHigh)} of ${reference}`];
}
