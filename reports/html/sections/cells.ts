import { duration, exact } from '../../wording.ts';
import { html } from '../markup.ts';
import type { Section } from '../section.ts';
import { table } from '../table.ts';
import { badge, ofCell } from '../verdict.ts';

/** More rows say nothing to a reader, and results.json has them all. */
const most = 600;

export const cells: Section = {
  id: 'cells',
  title: 'Cells of the plan',
  body({ cells }) {
    if (cells.length === 0) return html`<p>The plan was empty or never began.</p>`;
    const states = (['done', 'inconclusive', 'not-run'] as const).map(
      (state) => [state, cells.filter((cell) => cell.state === state).length] as const,
    );
    const first = cells.toSorted((a, b) => place[a.state] - place[b.state]).slice(0, most);
    return html`<p>${states.filter(([, number]) => number > 0).map(([state, number]) => html`${badge(ofCell(state))} ${exact(number)} `)}</p>
<details><summary>All cells and how they ended</summary><div>
${first.length < cells.length && html`<p class="note">The first ${exact(most)} of ${exact(cells.length)}; the others are in results.json.</p>`}
${table(
  'Those without a verdict first.',
  [
    { head: 'Cell', cell: ({ id }) => html`<code>${id}</code>` },
    {
      head: 'Ended',
      cell: ({ state, because }) =>
        html`${badge(ofCell(state))}${because !== undefined && html`<small>${because}</small>`}`,
    },
    { head: 'Took', figures: true, cell: ({ durationMs }) => duration(durationMs) },
  ],
  first,
)}</div></details>`;
  },
};

const place = { inconclusive: 0, 'not-run': 1, done: 2 } as const;
