import { html } from '../markup.ts';
import type { Section } from '../section.ts';
import { table } from '../table.ts';
import { badge, ofQuality } from '../verdict.ts';

export const qualitySection: Section = {
  id: 'quality',
  title: 'Data quality',
  body: ({ quality }) =>
    quality.length === 0
      ? html`<p>The run checked nothing about itself, so no figure in it should be trusted.</p>`
      : table(
          'What the run checked about itself before its figures may count.',
          [
            { head: 'Check', cell: ({ title }) => title },
            { head: 'State', cell: ({ state }) => badge(ofQuality(state)) },
            { head: 'Measured', cell: ({ measured }) => measured },
            { head: 'Limit', cell: ({ limit }) => limit },
            { head: 'Why it matters', cell: ({ consequence }) => consequence },
          ],
          quality.toSorted((a, b) => worstFirst[a.state] - worstFirst[b.state]),
        ),
};

const worstFirst = { failed: 0, warning: 1, unknown: 2, ok: 3 } as const;
