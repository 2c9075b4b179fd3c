import type { Results } from '../../results.ts';
import { figure, unitName } from '../figure.ts';
import { html } from '../markup.ts';
import { inOrder, metric } from '../metric.ts';
import type { Section } from '../section.ts';
import { spread } from '../spread.ts';
import { table } from '../table.ts';

type Task = Results['scenarios'][number];

export const micro: Section = {
  id: 'micro',
  title: 'Single operations',
  body({ scenarios, samples }) {
    const tasks = scenarios.filter(({ kind }) => kind === 'micro');
    const measured = samples.filter(({ scenario }) => tasks.some(({ id }) => id === scenario));
    if (measured.length === 0) return html`<p>No single operation was timed in this run.</p>`;
    const names = inOrder(measured.map((sample) => sample.metric));
    return html`<p class="lead">Each operation alone, in a process of its own. They explain the cost of a request; they do not add up to it.</p>
${table(
  'Median over runs, smallest to largest below it.',
  [
    { head: 'Operation', cell: ({ title }: Task) => title },
    ...names.map((name) => {
      const unit = unitName(measured.find((sample) => sample.metric === name)?.unit ?? '');
      return {
        head: `${metric(name).title}${unit === '' ? '' : `, ${unit}`}`,
        figures: true,
        cell: ({ id }: Task) => {
          const value = spread(measured.filter((sample) => sample.scenario === id && sample.metric === name));
          return value === undefined
            ? '–'
            : html`<span class="value">${figure(value.median)}</span>${value.rounds > 1 && html`<small>${figure(value.low)} to ${figure(value.high)}</small>`}`;
        },
      };
    }),
  ],
  tasks.filter(({ id }) => measured.some(({ scenario }) => scenario === id)),
  { width: 'compact' },
)}`;
  },
};
