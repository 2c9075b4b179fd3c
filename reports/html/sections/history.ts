import { inOrder, metric } from '../../metrics.ts';
import type { Results } from '../../results/results.ts';
import { unitFor, withUnit } from '../../text/unit.ts';
import { figure } from '../../text/wording.ts';
import { seriesOf } from '../charts/series.ts';
import { sparkline } from '../charts/sparkline.ts';
import { conditionOf, loadTitled } from '../condition.ts';
import { html } from '../markup.ts';
import type { Section } from '../section.ts';
import { table } from '../table.ts';

type Entry = NonNullable<Results['history']>[number];

/** One measure of the runs before and of this one, by scheme. */
interface Line {
  readonly group: string;
  readonly title: string;
  values(scheme: string): readonly (number | undefined)[];
  show(value: number): string;
}

export const historySection: Section = {
  id: 'history',
  title: 'History',
  absent: ({ history = [] }) =>
    history.length < 2 ? html`This is the only run of its kind here. From the second on, a trend is drawn.` : undefined,
  body(results) {
    const kept = results.history ?? [];
    const [first] = kept;
    return html`<p class="lead">${kept.length} comparable runs, from ${first?.startedAt.slice(0, 16).replace('T', ' ')} to this one, oldest at the left. Each line has a scale of its own, from 0. A trend is no verdict: those are in the section above.</p>
${table(
  'Last value; the line is every run before it.',
  [
    { head: 'Measure', cell: ({ title }) => title },
    ...results.run.schemes.map((scheme) => ({
      head: scheme,
      cell: ({ values, show, title, group }: Line) => {
        const all = values(scheme);
        const last = all.at(-1);
        if (last === undefined) return '–';
        return html`<span class="value">${show(last)}</span> ${sparkline(`${group}, ${title}, ${scheme}`, all, show, seriesOf(results.run.schemes, scheme).className)}`;
      },
    })),
  ],
  lines(results, kept),
  {
    group: ({ group }) => group,
    about: (title) => conditionOf(results, loadTitled(results, title)),
    width: 'even',
  },
)}
<p>Attacks that did not end as required: ${kept.map(({ failed }) => failed).join(', ')}. Claims confirmed: ${kept.map(({ confirmed }) => confirmed).join(', ')}.</p>`;
  },
};

function lines({ scenarios, samples }: Results, kept: readonly Entry[]): Line[] {
  const all = kept.flatMap(({ figures }) => figures);
  return [...new Set(all.map(({ scenario }) => scenario))].flatMap((scenario) =>
    inOrder(all.filter((one) => one.scenario === scenario).map(({ metric }) => metric)).map((name) => {
      const isOf = (one: Entry['figures'][number]) => one.scenario === scenario && one.metric === name;
      const own = all.filter(isOf).map(({ value }) => value);
      const unit = unitFor(
        samples.find((sample) => sample.scenario === scenario && sample.metric === name)?.unit ?? '',
        Math.max(...own),
      );
      return {
        group: scenarios.find(({ id }) => id === scenario)?.title ?? scenario,
        title: withUnit(metric(name).title, unit),
        values: (scheme) => kept.map(({ figures }) => figures.find((one) => isOf(one) && one.scheme === scheme)?.value),
        show: (value) => (unit.name === '' ? figure(value) : unit.show(value)),
      };
    }),
  );
}
