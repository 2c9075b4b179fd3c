import type { Results } from '../../results/results.ts';
import { command, shipped } from '../../text/installation.ts';
import { html } from '../markup.ts';
import type { Section } from '../section.ts';
import { table } from '../table.ts';
import { badge, type Verdict } from '../verdict.ts';

type Budget = NonNullable<Results['budgets']>[number];

export const budgetsSection: Section = {
  id: 'budgets',
  title: 'Budgets',
  absent: ({ budgets = [] }) =>
    budgets.length === 0
      ? html`A file of limits makes a run a gate: <code>${command(`--budgets ${shipped('reports/example/budgets.json')}`)}</code>, or <code>${command('check latest --budgets FILE')}</code> for a stored one.`
      : undefined,
  body({ budgets = [] }) {
    return html`<p class="lead">Breached only where the whole interval lies beyond the limit, met only where it lies within.</p>
${table(
  'Limits and what was seen.',
  [
    { head: 'Budget', cell: ({ id }) => html`<code>${id}</code>` },
    { head: 'State', cell: ({ state }) => badge(states[state]) },
    { head: 'Level', cell: ({ level }) => level },
    { head: 'Seen, and the limit', cell: ({ because }) => because },
  ],
  budgets.toSorted((a, b) => order.indexOf(a.state) - order.indexOf(b.state)),
)}`;
  },
};

const states = {
  breached: { icon: 'cross', word: 'breached', tone: 'bad', frame: 'filled' },
  invalid: { icon: 'bang', word: 'invalid', tone: 'warn', frame: 'hatched' },
  inconclusive: { icon: 'question', word: 'cannot tell', tone: 'none', frame: 'hatched' },
  waived: { icon: 'half', word: 'waived', tone: 'warn', frame: 'outlined' },
  met: { icon: 'check', word: 'met', tone: 'good', frame: 'outlined' },
} as const satisfies Record<Budget['state'], Verdict>;
const order = Object.keys(states);
