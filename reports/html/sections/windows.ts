import { figure } from '../../wording.ts';
import { evidenceLinks } from '../link.ts';
import { html } from '../markup.ts';
import type { Section } from '../section.ts';
import { table } from '../table.ts';
import { badge, ofAttack } from '../verdict.ts';

export const windows: Section = {
  id: 'windows',
  title: 'Accepted windows',
  body(results) {
    const rows = results.attacks.filter(({ windowMs }) => windowMs !== undefined);
    if (rows.length === 0) return html`<p>No attack found a window in which a credential outlives its end.</p>`;
    return html`<p class="lead">How long a credential went on working after it should have ended, beside what the scheme declares.</p>
${table(
  'Windows, longest first.',
  [
    { head: 'Attack', cell: ({ title }) => title },
    { head: 'Scheme', cell: ({ scheme }) => scheme },
    {
      head: 'Measured, s',
      figures: true,
      cell: ({ windowMs = 0 }) => html`<span class="value">${figure(windowMs / 1_000)}</span>`,
    },
    {
      head: 'Declared, s',
      figures: true,
      cell: ({ declaredMs }) => (declaredMs === undefined ? '–' : figure(declaredMs / 1_000)),
    },
    {
      head: 'Of declared, %',
      figures: true,
      cell: ({ windowMs = 0, declaredMs }) => (declaredMs ? figure((100 * windowMs) / declaredMs) : '–'),
    },
    { head: 'Outcome', cell: (attack) => badge(ofAttack(attack)) },
    { head: 'Evidence', cell: ({ evidence }) => evidenceLinks(results, [evidence]) },
  ],
  rows.toSorted((a, b) => (b.windowMs ?? 0) - (a.windowMs ?? 0)),
)}`;
  },
};
