import { spread } from '../../analysis/spread.ts';
import { inOrder, metric } from '../../metrics.ts';
import { isIn } from '../../results/arm.ts';
import type { Results } from '../../results/results.ts';
import { withUnit } from '../../text/unit.ts';
import { list } from '../../text/wording.ts';
import { armsOf, nameOf } from '../arms.ts';
import { conditionOf } from '../condition.ts';
import { folded } from '../folded.ts';
import { html, type SafeHtml } from '../markup.ts';
import type { Section } from '../section.ts';
import { scrollable, table } from '../table.ts';
import { capacityFigure } from './capacity.ts';
import { drawnMetrics, loadPictures, unitOf } from './load-pictures.ts';
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
    return html`<p class="lead">Marks are repetitions with freshly started servers; a cross did not count. Hollow: the same server measured twice, and the same route without authentication. Figures at the right are medians. Every axis begins at 0.</p>
${capacityFigure(results)}
${scenarios.map((scenario) => folded(scenario.title, scenarioOf(results, scenario)))}
${withinObjective(results)}
${sensitivity(results)}`;
  },
};

function scenarioOf(results: Results, scenario: Results['scenarios'][number]): SafeHtml {
  const { id, title, question } = scenario;
  const { samples: all, run } = results;
  const samples = all.filter((sample) => sample.scenario === id && isIn('load')(sample));
  const drawn = drawnMetrics(samples);
  const names = inOrder(samples.map((sample) => sample.metric)).filter((name) => !drawn.includes(name));
  const arms = armsOf(samples, run.schemes);
  return html`<h3>${title}</h3>
<p class="note">${question} ${conditionOf(results, id)}</p>
<div class="multiples">${loadPictures({ results, scenario, arms })}</div>
${notCounted(samples)}
${
  names.length > 0 &&
  html`<details><summary>${title}: further metrics as a table</summary><div>${scrollable(
    `${title}, further metrics`,
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
  )}</div></details>`
}`;
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
