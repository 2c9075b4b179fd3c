import { exact } from '../../text/wording.ts';
import { folded } from '../folded.ts';
import { html } from '../markup.ts';
import type { Section } from '../section.ts';
import { table } from '../table.ts';
import { badge, ofCell } from '../verdict.ts';

/** More rows say nothing to a reader, and results.json has them all. */
const most = 600;

export const cellsSection: Section = {
  id: 'cells',
  title: 'Tests of the plan',
  body({ cells }) {
    if (cells.length === 0) return html`<p>The plan was empty or never began.</p>`;
    const states = (['done', 'inconclusive', 'not-run'] as const).map(
      (state) => [state, cells.filter((cell) => cell.state === state).length] as const,
    );
    const open = cells.filter(({ state }) => state !== 'done').toSorted((a, b) => place[a.state] - place[b.state]);
    const done = cells.filter(({ state }) => state === 'done');
    return html`<p>${states.filter(([, number]) => number > 0).map(([state, number]) => html`${badge(ofCell(state))} ${exact(number)} `)}</p>
${
  open.length > 0 &&
  folded(
    `${exact(open.length)} without a verdict`,
    table(
      `Without a verdict${open.length > most ? `: the first ${exact(most)} of ${exact(open.length)}` : ''}.`,
      [
        { head: 'Test', cell: ({ id }) => html`<code>${id}</code>` },
        { head: 'Ended', cell: ({ state }) => badge(ofCell(state)) },
        { head: 'Because', cell: ({ because }) => because ?? 'no cause was kept' },
      ],
      open.slice(0, most),
    ),
  )
}
${done.length > 0 && html`<p class="note">What each of those took that are done is in results.json.</p>`}`;
  },
};

const place = { inconclusive: 0, 'not-run': 1, done: 2 } as const;
