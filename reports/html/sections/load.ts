import type { Results } from '../../results.ts';
import { dotStrip, type Strip } from '../charts/dot-strip.ts';
import { seriesOf } from '../charts/series.ts';
import { type Bar, stackedBars } from '../charts/stacked-bars.ts';
import { figure, unitName } from '../figure.ts';
import { html, type SafeHtml } from '../markup.ts';
import { inOrder, metric } from '../metric.ts';
import type { Section } from '../section.ts';
import { spread } from '../spread.ts';
import { scrollable, table } from '../table.ts';

type Sample = Results['samples'][number];

/** Samples of one scheme in one arm: one row of every chart and table. */
interface Arm {
  readonly scheme: string;
  readonly arm: string;
  readonly samples: readonly Sample[];
}

export const load: Section = {
  id: 'load',
  title: 'Load in detail',
  body(results) {
    const scenarios = results.scenarios.filter(
      ({ id, kind }) => kind === 'load' && results.samples.some(({ scenario }) => scenario === id),
    );
    if (scenarios.length === 0) return html`<p>No load was driven, so this run says nothing about cost or latency.</p>`;
    return html`<p class="lead">Each dot is a round with freshly started servers; a cross is a round that did not count. Figures at the right are medians. Every axis begins at 0.</p>
${scenarios.map(({ id, title, question }, index) => scenarioOf(results, id, title, question, index))}`;
  },
};

function scenarioOf(results: Results, scenario: string, title: string, question: string, index: number): SafeHtml {
  const samples = results.samples.filter((sample) => sample.scenario === scenario);
  const names = inOrder(samples.map((sample) => sample.metric));
  const arms = armsOf(samples, results.run.schemes);
  const unit = (name: string) => unitName(samples.find((sample) => sample.metric === name)?.unit ?? '');
  const strips = names
    .filter(
      (name) => !name.startsWith('bytes.') && samples.some((sample) => sample.metric === name && sample.value > 0),
    )
    .map(
      (name, place) => html`<figure><figcaption>${metric(name).title}, ${unit(name)}</figcaption>
${dotStrip(`strip-${index}-${place}`, `${title}: ${metric(name).title}`, unit(name), stripsOf(arms, name, results.run.schemes))}</figure>`,
    );
  return html`<h3>${title}</h3>
<p class="note">${question}</p>
<div class="multiples">
${stack(`cost-${index}`, 'CPU per request', ['cpu.servers', 'cpu.store'], ['servers', 'store'], arms, unit, results.run.schemes)}
${stack(`bytes-${index}`, 'Size of an exchange', ['bytes.request', 'bytes.response'], ['request', 'response'], arms, unit, results.run.schemes)}
${strips}
</div>
${invalid(samples)}
<details><summary>${title} as a table</summary><div>${scrollable(
    `${title}, all metrics`,
    table(
      `${title}: median over valid rounds, smallest to largest below it.`,
      [
        { head: 'Scheme', cell: nameOf },
        ...names.map((name) => ({
          head: `${metric(name).title}, ${unit(name)}`,
          figures: true,
          cell: (arm: Arm) => {
            const value = spread(arm.samples.filter((sample) => sample.metric === name));
            return value === undefined
              ? '–'
              : html`${figure(value.median)}<small>${figure(value.low)} to ${figure(value.high)}, n ${value.rounds}</small>`;
          },
        })),
      ],
      arms,
    ),
  )}</div></details>`;
}

/** Saturation is the same servers under more load: it joins the main arm of its scheme. */
function armsOf(samples: readonly Sample[], schemes: readonly string[]): Arm[] {
  const arms = new Map<string, Arm & { samples: Sample[] }>();
  for (const sample of samples) {
    const arm = sample.arm === 'saturation' ? 'main' : sample.arm;
    const key = JSON.stringify([sample.scheme, arm]);
    const known = arms.get(key) ?? { scheme: sample.scheme, arm, samples: [] };
    known.samples.push(sample);
    arms.set(key, known);
  }
  const place = ({ scheme }: Arm) => (schemes.includes(scheme) ? schemes.indexOf(scheme) : schemes.length);
  return [...arms.values()].sort((a, b) => place(a) - place(b));
}

function nameOf({ scheme, arm }: Arm): string {
  if (arm === 'main') return scheme;
  if (arm === 'floor') return 'no auth';
  return arm === 'a-a' ? `${scheme} A/A` : `${scheme} ${arm.replace(/^sensitivity:/, '')}`;
}

function stripsOf(arms: readonly Arm[], name: string, schemes: readonly string[]): Strip[] {
  return arms.flatMap((arm) => {
    const rounds = arm.samples.filter((sample) => sample.metric === name);
    if (rounds.length === 0) return [];
    const series = seriesOf(schemes, arm.scheme);
    return [{ label: nameOf(arm), series, hollow: arm.arm !== 'main', median: spread(rounds)?.median, rounds }];
  });
}

function stack(
  id: string,
  title: string,
  metrics: readonly [string, string],
  parts: readonly [string, string],
  arms: readonly Arm[],
  unit: (name: string) => string,
  schemes: readonly string[],
): SafeHtml | undefined {
  const median = (arm: Arm, name: string) => spread(arm.samples.filter((sample) => sample.metric === name))?.median;
  const bars: Bar[] = arms.flatMap((arm) => {
    const [first, second] = [median(arm, metrics[0]), median(arm, metrics[1])];
    if (first === undefined) return [];
    return [{ label: nameOf(arm), series: seriesOf(schemes, arm.scheme), parts: [first, second ?? 0] as const }];
  });
  if (bars.length === 0) return undefined;
  return html`<figure><figcaption>${title}, ${unit(metrics[0])}: ${parts[0]} solid, ${parts[1]} hatched</figcaption>
${stackedBars(id, title, unit(metrics[0]), parts, bars)}</figure>`;
}

function invalid(samples: readonly Sample[]): SafeHtml | undefined {
  const reasons = new Map<string, Set<string>>();
  for (const { valid, scheme, round, invalidReason } of samples) {
    if (valid) continue;
    const rounds = reasons.get(invalidReason ?? 'no reason was kept') ?? new Set();
    reasons.set(invalidReason ?? 'no reason was kept', rounds.add(`${scheme} round ${round}`));
  }
  if (reasons.size === 0) return undefined;
  return html`<p class="note">Not counted: ${[...reasons].map(([reason, rounds], index) => html`${index > 0 && '; '}${[...rounds].join(', ')} (${reason})`)}.</p>`;
}
