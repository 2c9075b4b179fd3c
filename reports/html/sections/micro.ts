import { spread } from '../../analysis/spread.ts';
import { inOrder, metric } from '../../metrics.ts';
import { isIn } from '../../results/arm.ts';
import type { Results } from '../../results/results.ts';
import { unitFor, withUnit } from '../../text/unit.ts';
import { duration, inSentence, times } from '../../text/wording.ts';
import { folded } from '../folded.ts';
import { type Content, html } from '../markup.ts';
import type { Section } from '../section.ts';
import { table } from '../table.ts';

/** What is left when load is taken away: there is no target, so no scheme, and every figure is of one operation. */
export const microSection: Section = {
  id: 'micro',
  title: 'Single operations',
  finding({ scenarios, samples }) {
    const timed = samples.filter((one) => isIn('micro')(one) && one.metric === 'time.operation' && one.valid);
    const [dearest] = timed.toSorted((a, b) => b.value - a.value);
    const title = scenarios.find(({ id }) => id === dearest?.scenario)?.title;
    return dearest && title ? `The dearest: ${inSentence(title)}, ${duration(dearest.value / 1_000)}` : undefined;
  },
  body({ scenarios, samples }) {
    const measured = samples.filter(isIn('micro'));
    if (measured.length === 0) return html`<p>No single operation was timed in this run.</p>`;
    const ids = [...new Set(measured.map(({ scenario }) => scenario))];
    const known = (id: string) => scenarios.find((scenario) => scenario.id === id);
    const rows = besideFloors(ids, (id) => known(id)?.floor);
    const figure = (id: string, name: string) =>
      spread(measured.filter((sample) => sample.scenario === id && sample.metric === name));
    return html`<p class="lead">Each operation alone, in a process of its own. They explain the cost of a request; they do not add up to it.</p>
${folded(
  `${rows.length} operations`,
  table(
    'Median over repetitions, smallest to largest below it. Over the floor: CPU as a multiple of the same by Node.js alone; what lies above is the library’s.',
    [
      { head: 'Operation', cell: ({ id }: Row) => known(id)?.title ?? id },
      ...inOrder(measured.map((sample) => sample.metric)).map((name) => ({
        head: withUnit(metric(name).title, microseconds),
        figures: true,
        cell: ({ id }: Row): Content => {
          const value = figure(id, name);
          if (value === undefined) return '–';
          return html`<span class="value">${microseconds.show(value.median)}</span>${value.low < value.high && html`<small>${microseconds.show(value.low)} to ${microseconds.show(value.high)}</small>`}`;
        },
      })),
      {
        head: 'Over the floor',
        figures: true,
        cell: ({ id, floor }: Row) => {
          const [own, under] = [id, floor ?? ''].map((each) => figure(each, 'cpu.operation')?.median);
          return own && under ? times(own / under) : '–';
        },
      },
    ],
    rows,
    { width: 'compact' },
  ),
)}`;
  },
};

interface Row {
  readonly id: string;
  readonly floor?: string;
}

/** Each floor right above what stands on it, the floor itself as its own measure; then what has none. */
function besideFloors(ids: readonly string[], floorOf: (id: string) => Results['scenarios'][number]['floor']): Row[] {
  const floors = new Set(ids.flatMap((id) => floorOf(id) ?? []).filter((floor) => ids.includes(floor)));
  const isOn = (floor: string) => (id: string) => floorOf(id) === floor;
  return [
    ...[...floors].flatMap((floor) => [floor, ...ids.filter(isOn(floor))].map((id) => ({ id, floor }))),
    ...ids.filter((id) => !floors.has(id) && !floors.has(floorOf(id) ?? '')).map((id) => ({ id })),
  ];
}

const microseconds = unitFor('us', 0);
