import { conclusionText, pairsOf } from '../../analysis/questions.ts';
import { spread } from '../../analysis/spread.ts';
import { inOrder, metric } from '../../metrics.ts';
import { isIn, isMain } from '../../results/arm.ts';
import type { Results } from '../../results/results.ts';
import { type ShownUnit, unitFor, withUnit } from '../../text/unit.ts';
import { list, sentence } from '../../text/wording.ts';
import { armsOf, nameOf, type Recorded } from '../arms.ts';
import { dotStrip, type Strip } from '../charts/dot-strip.ts';
import { seriesOf } from '../charts/series.ts';
import { type Bar, stackedBars } from '../charts/stacked-bars.ts';
import { conditionOf } from '../condition.ts';
import { folded } from '../folded.ts';
import { html, type SafeHtml } from '../markup.ts';
import type { Section } from '../section.ts';
import { scrollable, table } from '../table.ts';
import { capacityFigure } from './capacity.ts';
import { sensitivity } from './sensitivity.ts';
import { withinObjective } from './slo.ts';

type Sample = Results['samples'][number];

export const loadSection: Section = {
  id: 'load',
  title: 'Load in detail',
  body(results) {
    const scenarios = results.scenarios.filter(
      ({ id, kind }) =>
        kind === 'load' && results.samples.some((sample) => sample.scenario === id && isIn('load')(sample)),
    );
    if (scenarios.length === 0)
      return sensitivity(results) ?? html`<p>No load was driven, so this run says nothing about cost or latency.</p>`;
    return html`<p class="lead">Each mark is a repetition with freshly started servers; a cross did not count. Hollow: the same server measured twice, and the same route without authentication. Figures at the right are medians. Every axis begins at 0.</p>
${capacityFigure(results)}
${scenarios.map((scenario, index) => folded(scenario.title, scenarioOf(results, scenario, `load-${index}`)))}
${withinObjective(results)}
${sensitivity(results)}`;
  },
};

function scenarioOf(results: Results, { id, title, question }: Results['scenarios'][number], prefix: string): SafeHtml {
  const { samples: all, run } = results;
  const samples = all.filter((sample) => sample.scenario === id && isIn('load')(sample));
  const names = inOrder(samples.map((sample) => sample.metric));
  const arms = armsOf(samples, run.schemes);
  return html`<h3>${title}</h3>
<p class="note">${question} ${conditionOf(results, id)}</p>
<div class="multiples">
${stack({ id: `${prefix}-cpu`, title: 'CPU per request', finding: findingOf(results, id, 'cpu.total'), metrics: ['cpu.servers', 'cpu.store', 'cpu.total'], parts: ['servers', 'store'], arms, schemes: run.schemes })}
${stack({ id: `${prefix}-bytes`, title: 'Exchange', metrics: ['bytes.up', 'bytes.down'], parts: ['request', 'response'], arms, schemes: run.schemes })}
${names
  .filter((name) => metric(name).drawn && isSpread(samples.filter((sample) => sample.metric === name)))
  .map((name, index) => {
    const strips = stripsOf(arms, name, run.schemes);
    const unit = unitOf(samples, name);
    return html`<figure>${caption(withUnit(metric(name).title, unit), findingOf(results, id, name))}
${dotStrip(`${prefix}-strip-${index}`, `${title}: ${metric(name).title}`, unit, strips)}</figure>`;
  })}
</div>
${notCounted(samples)}
<details><summary>${title}: every metric as a table</summary><div>${scrollable(
    `${title}, every metric`,
    table(
      'Median over valid rounds, smallest to largest below it.',
      [
        { head: 'Metric', cell: (name: string) => withUnit(metric(name).title, unitOf(samples, name)) },
        ...arms.map((arm) => ({
          head: nameOf(arm.arm),
          cell: (name: string) => {
            const value = spread(arm.samples.filter((sample) => sample.metric === name));
            const { show } = unitOf(samples, name);
            if (value === undefined) return '–';
            return html`${show(value.median)}${value.low < value.high && html`<small>${show(value.low)} to ${show(value.high)}</small>`}`;
          },
        })),
      ],
      names,
      { width: 'even' },
    ),
  )}</div></details>`;
}

/** What the comparison of this figure came to; nothing where it was measured too seldom to be compared. */
function findingOf(results: Results, scenario: string, name: string): string | undefined {
  return conclusionText({ comparisons: pairsOf(results, scenario, name) }, results);
}

function caption(title: string, finding: string | undefined): SafeHtml {
  return html`<figcaption>${title}${finding !== undefined && html`<small>${sentence(finding)}</small>`}</figcaption>`;
}

/** One round is a figure, which the tables hold, and no picture. */
function isSpread(samples: readonly Sample[]): boolean {
  return samples.some(({ round }) => round > 1) && samples.some(({ value }) => value > 0);
}

function unitOf(samples: readonly Sample[], name: string): ShownUnit {
  const measured = samples.filter((sample) => sample.metric === name);
  return unitFor(measured[0]?.unit ?? '', Math.max(0, ...measured.map(({ value }) => value)));
}

function stripsOf(arms: readonly Recorded[], name: string, schemes: readonly string[]): Strip[] {
  return arms.flatMap((arm) => {
    const rounds = arm.samples.filter((sample) => sample.metric === name);
    if (rounds.length === 0) return [];
    const series = seriesOf(schemes, arm.arm.scheme);
    return [{ label: nameOf(arm.arm), series, hollow: !isMain(arm), median: spread(rounds)?.median, rounds }];
  });
}

interface Stack {
  readonly id: string;
  readonly title: string;
  readonly finding?: string | undefined;
  readonly metrics: readonly [first: string, second: string, total?: string];
  readonly parts: readonly [string, string];
  readonly arms: readonly Recorded[];
  readonly schemes: readonly string[];
}

function stack({ id, title, finding, metrics, parts, arms, schemes }: Stack): SafeHtml | undefined {
  const median = (arm: Recorded, name: string) =>
    spread(arm.samples.filter((sample) => sample.metric === name))?.median;
  const bars: Bar[] = arms.flatMap((arm) => {
    const [first, second] = [median(arm, metrics[0]), median(arm, metrics[1])];
    if (first === undefined) return [];
    const total = metrics[2] === undefined ? undefined : median(arm, metrics[2]);
    return [
      {
        label: nameOf(arm.arm),
        series: seriesOf(schemes, arm.arm.scheme),
        parts: [first, second ?? 0] as const,
        total,
      },
    ];
  });
  if (bars.length === 0) return undefined;
  const unit = unitOf(
    arms.flatMap(({ samples }) => samples),
    metrics[0],
  );
  return html`<figure>${caption(`${withUnit(title, unit)}: ${parts[0]} solid, ${parts[1]} hatched`, finding)}
${stackedBars(id, title, unit, parts, bars)}</figure>`;
}

/** `round 2`, `rounds 1 to 8`, `rounds 1, 2 and 5`. */
function roundsText(rounds: readonly number[]): string {
  const [first = 0] = rounds;
  const last = rounds.at(-1) ?? first;
  if (rounds.length > 2 && last - first === rounds.length - 1) return `rounds ${first} to ${last}`;
  return `${rounds.length > 1 ? 'rounds' : 'round'} ${list(rounds.map(String))}`;
}

/** Which rounds were left out, and why, once for all their metrics. */
function notCounted(samples: readonly Sample[]): SafeHtml | undefined {
  const all = new Set(samples.map(({ scheme }) => scheme)).size;
  const reasons = new Map<string, Map<number, Set<string>>>();
  for (const { valid, scheme, round, invalidReason = 'no reason was kept' } of samples) {
    if (valid) continue;
    const rounds = reasons.get(invalidReason) ?? new Map<number, Set<string>>();
    reasons.set(invalidReason, rounds.set(round, (rounds.get(round) ?? new Set()).add(scheme)));
  }
  if (reasons.size === 0) return undefined;
  const told = [...reasons].map(([reason, rounds]) => {
    const whole = [...rounds].flatMap(([round, schemes]) => (schemes.size === all ? [round] : []));
    const single = new Map<string, number[]>();
    for (const [round, schemes] of rounds)
      if (schemes.size < all) for (const one of schemes) single.set(one, [...(single.get(one) ?? []), round]);
    const names = [
      ...(whole.length > 0 ? [`all of ${roundsText(whole)}`] : []),
      ...[...single].map(([scheme, own]) => `${scheme} in ${roundsText(own)}`),
    ];
    return `${names.join(', ')} (${reason})`;
  });
  return html`<p class="note">Not counted: ${told.join('; ')}.</p>`;
}
