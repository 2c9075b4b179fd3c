import { conclusionText, pairsOf } from '../../analysis/questions.ts';
import { type Spread, spread } from '../../analysis/spread.ts';
import { inOrder, metric } from '../../metrics.ts';
import { isMain } from '../../results/arm.ts';
import type { Results } from '../../results/results.ts';
import { type ShownUnit, unitFor } from '../../text/unit.ts';
import { counted, list } from '../../text/wording.ts';
import { anchor } from '../anchor.ts';
import { nameOf, type Recorded } from '../arms.ts';
import { dotStrip } from '../charts/dot-strip.ts';
import { seriesOf } from '../charts/series.ts';
import { stackedBars } from '../charts/stacked-bars.ts';
import { figure } from '../figure.ts';
import type { SafeHtml } from '../markup.ts';

type Sample = Results['samples'][number];

/** One load scenario of a run. */
export interface OfScenario {
  readonly results: Results;
  readonly scenario: Results['scenarios'][number];
  readonly arms: readonly Recorded[];
}

/** What a request costs by where it is spent, and every round of each metric. */
export function loadPictures(of: OfScenario): SafeHtml[] {
  const drawn = drawnMetrics(of.arms.flatMap((arm) => arm.samples));
  return [...stacks.flatMap((stack) => stacked(of, stack) ?? []), ...drawn.map((name) => strip(of, name))];
}

/** Metrics of which every round is drawn, so that their values stand below a picture. */
export function drawnMetrics(samples: readonly Sample[]): string[] {
  return inOrder(samples.map((sample) => sample.metric)).filter(
    (name) => metric(name).drawn && isSpread(samples.filter((sample) => sample.metric === name)),
  );
}

/** One round is a figure, which the tables hold, and no picture. */
function isSpread(samples: readonly Sample[]): boolean {
  return samples.some(({ round }) => round > 1) && samples.some(({ value }) => value > 0);
}

/** Of one metric on one arm. */
interface Measured {
  readonly arm: Recorded;
  readonly label: string;
  readonly samples: readonly Sample[];
  readonly spread: Spread | undefined;
}

function measuredOf(arms: readonly Recorded[], name: string): Measured[] {
  return arms.flatMap((arm) => {
    const samples = arm.samples.filter((sample) => sample.metric === name);
    return samples.length === 0 ? [] : [{ arm, label: nameOf(arm.arm), samples, spread: spread(samples) }];
  });
}

export function unitOf(samples: readonly Sample[], name: string): ShownUnit {
  const measured = samples.filter((sample) => sample.metric === name);
  return unitFor(measured[0]?.unit ?? '', Math.max(0, ...measured.map(({ value }) => value)));
}

function strip(of: OfScenario, name: string): SafeHtml {
  const { results, scenario, arms } = of;
  const unit = unitOf(
    arms.flatMap(({ samples }) => samples),
    name,
  );
  const measured = measuredOf(arms, name);
  const medians = measured.flatMap(({ arm, label, spread }) =>
    spread !== undefined && isMain(arm) ? [`${shown(spread.median, unit)} with ${label}`] : [],
  );
  const id = idOf(scenario.id, name);
  const all = [...new Set(measured.flatMap(({ samples }) => samples.map(({ round }) => round)))].sort((a, b) => a - b);
  const rounds = all.length * measured.length > mostValues ? [] : all;
  return figure({
    id,
    finding: findingOf(of, metric(name).title, name, medians),
    note: unit.name === '' ? 'Every round.' : `Every round, in ${unit.name === '1/s' ? 'requests/s' : unit.name}.`,
    picture: dotStrip(
      id,
      `${scenario.title}: ${metric(name).title}`,
      unit,
      measured.map(({ arm, label, samples, spread }) => ({
        label,
        series: seriesOf(results.run.schemes, arm.arm.scheme),
        hollow: !isMain(arm),
        median: spread?.median,
        rounds: samples,
      })),
    ),
    words: [
      ...measured.map(({ label, spread }) =>
        spread === undefined
          ? `${label}: no round counted.`
          : `${label}: ${shown(spread.median, unit)}, ${unit.show(spread.low)} to ${unit.show(spread.high)} in ${counted(spread.rounds, 'round')}.`,
      ),
      ...(rounds.length < all.length
        ? ['There are too many rounds for a page: results.csv in the folder of the run has each.']
        : []),
    ],
    csv: {
      head: ['arm', `median_${inHead(measured)}`, ...boundNames, ...rounds.map((round) => `round_${round}`)],
      rows: measured.map(({ arm, label, samples, spread }) => [
        ...[label, spread?.median, ...boundOf(of, name, arm)],
        ...rounds.map((round) => samples.find((sample) => sample.round === round && sample.valid)?.value),
      ]),
    },
    className: 'small',
  });
}

/** Of many rounds on many arms the CSV has medians alone, and results.csv in the folder of the run has all. */
const mostValues = 200;

interface Stack {
  readonly id: string;
  readonly title: string;
  readonly metrics: readonly [first: string, second: string];
  /** Where the whole was measured by itself. */
  readonly total?: string;
  readonly parts: readonly [string, string];
}

const stacks: readonly Stack[] = [
  {
    id: 'cpu',
    title: 'CPU per request',
    metrics: ['cpu.servers', 'cpu.store'],
    total: 'cpu.total',
    parts: ['servers', 'store'],
  },
  { id: 'bytes', title: 'Exchange', metrics: ['bytes.up', 'bytes.down'], parts: ['request', 'response'] },
];

function stacked(of: OfScenario, { id: name, title, metrics, total, parts }: Stack): SafeHtml | undefined {
  const { results, scenario, arms } = of;
  const medians = [...metrics, ...(total ? [total] : [])].map(
    (each) => new Map(measuredOf(arms, each).map(({ arm, spread }) => [arm, spread?.median])),
  );
  const bars = arms.flatMap((arm) => {
    const [first, second, whole] = medians.map((of) => of.get(arm));
    if (first === undefined) return [];
    const series = seriesOf(results.run.schemes, arm.arm.scheme);
    // who asks no store has a whole without it; one that cannot be seen leaves none
    const sum = second === undefined ? undefined : first + second;
    return [{ arm, label: nameOf(arm.arm), series, parts: [first, second ?? 0] as const, total: whole ?? sum }];
  });
  if (bars.length === 0) return undefined;
  const samples = arms.flatMap((arm) => arm.samples);
  const unit = unitOf(samples, metrics[0]);
  const id = idOf(scenario.id, `${name}-by-part`);
  const told = bars
    .filter(({ arm }) => isMain(arm))
    .map(({ label, total: whole, parts: [first] }) =>
      whole === undefined
        ? `${shown(first, unit)} of ${parts[0]} alone with ${label}`
        : `${shown(whole, unit)} with ${label}`,
    );
  return figure({
    id,
    finding: findingOf(of, title, total, told),
    note: `In ${unit.name}: ${parts[0]} solid, ${parts[1]} hatched.`,
    picture: stackedBars(id, title, unit, bars),
    words: bars.map(({ label, parts: [first, second], total: whole }) =>
      whole === undefined
        ? `${label}: ${parts[0]} ${shown(first, unit)}; ${parts[1]} not told.`
        : `${label}: ${shown(whole, unit)}, of which ${parts[0]} ${unit.show(first)} and ${parts[1]} ${unit.show(second)}.`,
    ),
    csv: {
      head: ['arm', ...parts, `total_${inHead(measuredOf(arms, metrics[0]))}`, ...boundNames],
      rows: bars.map(({ arm, label, parts: [first, second], total: whole }) => [
        ...[label, first, whole === undefined ? undefined : second, whole],
        ...boundOf(of, total, arm),
      ]),
    },
    className: 'small',
  });
}

/** What the comparison of a metric came to; its medians where it was measured too seldom to be compared. */
function findingOf(of: OfScenario, title: string, name: string | undefined, medians: readonly string[]): string {
  const conclusion = conclusionText({ comparisons: comparisonsOf(of, name) }, of.results);
  if (conclusion) return `${title}, ${conclusion}.`;
  return `${title}: ${medians.length === 0 ? 'no round counted' : list(medians)}.`;
}

function comparisonsOf({ results, scenario }: OfScenario, name: string | undefined): Results['comparisons'] {
  return name === undefined ? [] : pairsOf(results, scenario.id, name);
}

/** Between which multiples of the reference it lies. */
const boundNames = ['bound_low', 'bound_high'] as const;

function boundOf(of: OfScenario, name: string | undefined, arm: Recorded): (number | undefined)[] {
  const pairs = isMain(arm) ? comparisonsOf(of, name) : [];
  const bound = pairs.find(({ scheme }) => scheme === arm.arm.scheme)?.bound;
  return [bound?.low, bound?.high];
}

/** `1.2 ms`, `2,230/s`. */
function shown(value: number, { name, show }: ShownUnit): string {
  return name === '1/s' ? `${show(value)}/s` : `${show(value)} ${name}`.trimEnd();
}

/** `us`, `per_s`. */
function inHead([first]: readonly Measured[]): string {
  return (first?.samples[0]?.unit ?? '').replace('1/', 'per_');
}

function idOf(scenario: string, what: string): string {
  return anchor('load', `${scenario}-${what.replaceAll('.', '-')}`);
}
