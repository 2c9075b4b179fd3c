import { type Group, groupBy } from '../group-by.ts';
import { metric } from '../metrics.ts';
import { isMain } from '../results/arm.ts';
import type { Results } from '../results/results.ts';
import { counted } from '../statistics/counted.ts';
import { median } from '../statistics/median.ts';
import { inBaseUnit } from '../text/base-unit.ts';
import { cheapened } from './cheapened.ts';
import { windowOf } from './window.ts';

/** A figure of a finished run, for monitoring that keeps one beside the other. Base units: seconds and bytes. */
export interface Gauge {
  /** By the rules of OpenMetrics, which OpenTelemetry takes too: `authbench_cpu_total_seconds`. */
  readonly name: string;
  readonly unit: '' | 'seconds' | 'bytes' | 'ratio';
  readonly help: string;
  readonly points: readonly Point[];
}

type Sample = Results['samples'][number];

export interface Point {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** What is decided, then what was measured; a figure without a valid round is left out, and so is what has no verdict. */
export function gaugesOf(results: Results): Gauge[] {
  return [...outcomes(results), ...ratios(results), ...figures(results)].filter(({ points }) => points.length > 0);
}

function outcomes({ run, attacks, claims, environment, store, tool }: Results): Gauge[] {
  const held = attacks.flatMap((attack) => {
    const window = windowOf(attack);
    return window?.configuredMs === undefined
      ? []
      : [{ labels: { attack: attack.id, scheme: attack.scheme }, value: window.configuredMs / 1_000 }];
  });
  return [
    {
      ...{ name: 'authbench_run_info', unit: '', help: 'The run that the other figures are of.' },
      points: [
        {
          labels: {
            ...{ run: run.id, profile: run.profile, state: run.state, version: tool.version },
            ...{ node: environment.node, cpu: environment.cpu, store: `${store.kind} ${store.version}` },
          },
          value: 1,
        },
      ],
    },
    {
      ...{ name: 'authbench_exit_code', unit: '', help: '0 when all that the run had to meet was met.' },
      points: [{ labels: {}, value: run.exit.code }],
    },
    {
      ...{ name: 'authbench_attacks', unit: '', help: 'Attacks by scheme and outcome.' },
      points: tally(attacks, ({ scheme, outcome }) => ({ scheme, outcome })),
    },
    {
      ...{ name: 'authbench_attacks_unexpected', unit: '', help: 'Attacks that did not end as required.' },
      points: run.schemes.map((scheme) => ({
        labels: { scheme },
        value: attacks.filter((one) => one.scheme === scheme && one.asExpected === false).length,
      })),
    },
    {
      ...{ name: 'authbench_window_seconds', unit: 'seconds' },
      help: 'How long a credential works after it should have ended, at the latest, with lifetimes as configured.',
      points: held,
    },
    {
      ...{ name: 'authbench_claims', unit: '', help: 'Statements of the comparison by what the run says of them.' },
      points: tally(claims, ({ state }) => ({ state })),
    },
  ];
}

function ratios({ comparisons }: Results): Gauge[] {
  const kept = comparisons.filter(
    ({ kind, verdict, ratio }) => kind === 'scheme' && verdict !== 'invalid' && ratio !== null,
  );
  const help = 'A figure of a scheme over that of the reference, with the ends of its interval.';
  return [
    {
      ...{ name: 'authbench_comparison_ratio', unit: 'ratio', help },
      points: kept.flatMap(({ scenario, metric, scheme, reference, verdict, ratio, ciLow, ciHigh }) =>
        Object.entries({ estimate: ratio, low: ciLow, high: ciHigh }).flatMap(([bound, value]) =>
          value === null ? [] : [{ labels: { scenario, metric, scheme, reference, verdict, bound }, value }],
        ),
      ),
    },
  ];
}

function figures(results: Results): Gauge[] {
  const samples = counted(results.samples).filter(isMain);
  return [...groupBy(samples, ({ metric, unit }) => `${metric} ${unit}`).values()].map((own) => {
    const [{ metric: name, unit }] = own;
    return {
      ...{ name: nameOf(name, unit), unit: units[inBaseUnit({ unit, value: 0 }).unit] ?? '' },
      help: `${metric(name).title}: the median over valid rounds.`,
      points: [...groupBy(own, ({ scenario, scheme }) => `${scenario} ${scheme}`).values()].map((rounds) =>
        middleOf(results, rounds),
      ),
    };
  });
}

function middleOf(results: Results, rounds: Group<Sample>): Point {
  const [{ scenario, scheme, metric, unit }] = rounds;
  const condition = cheapened(results, { scenario, metric, scheme, reference: scheme });
  const middle = median(rounds.map(({ value }) => value)) ?? Number.NaN;
  const labels = { scenario, scheme, ...(condition !== undefined && { condition }) };
  // a mean of two middle rounds has a tail, too
  return { labels, value: Number(inBaseUnit({ unit, value: middle }).value.toPrecision(12)) };
}

/** Of OpenMetrics; what is counted has none. */
const units: Readonly<Record<string, Gauge['unit']>> = { s: 'seconds', bytes: 'bytes', ratio: 'ratio' };

/** A unit ends the name, and stands in it once. */
function nameOf(metric: string, unit: string): string {
  const base = units[inBaseUnit({ unit, value: 0 }).unit];
  const ending = unit === '1/s' ? '_per_second' : base ? `_${base}` : '';
  const plain = `authbench_${metric.replace(/\W+/g, '_')}`;
  return plain.endsWith(ending) ? plain : plain + ending;
}

function tally<T>(items: readonly T[], labelsOf: (item: T) => Readonly<Record<string, string>>): Point[] {
  return [...groupBy(items, (item) => JSON.stringify(labelsOf(item))).values()].map((own) => ({
    labels: labelsOf(own[0]),
    value: own.length,
  }));
}
