import { inOrder, metric } from '../../metric.ts';
import { spread } from '../../spread.ts';
import { html } from '../markup.ts';
import type { Section } from '../section.ts';
import { table } from '../table.ts';
import { unitFor, withUnit } from '../unit.ts';

/** What is left when load is taken away: there is no target, so no scheme, and every figure is of one operation. */
export const micro: Section = {
  id: 'micro',
  title: 'Single operations',
  body({ scenarios, samples }) {
    const measured = samples.filter((sample) => sample.metric.endsWith('.operation'));
    if (measured.length === 0) return html`<p>No single operation was timed in this run.</p>`;
    const tasks = [...new Set(measured.map(({ scenario }) => scenario))];
    return html`<p class="lead">Each operation alone, in a process of its own. They explain the cost of a request; they do not add up to it.</p>
${table(
  'Median over rounds, smallest to largest below it.',
  [
    { head: 'Operation', cell: (id: string) => scenarios.find((scenario) => scenario.id === id)?.title ?? id },
    ...inOrder(measured.map((sample) => sample.metric)).map((name) => ({
      head: withUnit(metric(name).title, microseconds),
      figures: true,
      cell: (id: string) => {
        const value = spread(measured.filter((sample) => sample.scenario === id && sample.metric === name));
        if (value === undefined) return '–';
        return html`<span class="value">${microseconds.show(value.median)}</span>${value.low < value.high && html`<small>${microseconds.show(value.low)} to ${microseconds.show(value.high)}</small>`}`;
      },
    })),
  ],
  tasks,
  { width: 'compact' },
)}`;
  },
};

const microseconds = unitFor('us', 0);
