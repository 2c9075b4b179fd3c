import type { Results } from '../../results/results.ts';
import { folded } from '../folded.ts';
import { html, type SafeHtml } from '../markup.ts';
import type { Section } from '../section.ts';
import { table } from '../table.ts';
import { badge, ofQuality } from '../verdict.ts';

type Row = Results['quality'][number];

export const qualitySection: Section = {
  id: 'quality',
  title: 'Data quality',
  finding({ quality }) {
    const fine = quality.filter(({ state }) => state === 'ok').length;
    if (quality.length === 0) return undefined;
    return fine === quality.length
      ? `All ${fine} checks of the measurement passed`
      : `${fine} of ${quality.length} checks of the measurement passed`;
  },
  body({ quality }) {
    if (quality.length === 0)
      return html`<p>The run checked nothing about itself, so no figure in it should be trusted.</p>`;
    const fine = quality.filter(({ state }) => state === 'ok');
    const others = quality
      .filter(({ state }) => state !== 'ok')
      .toSorted((a, b) => worstFirst[a.state] - worstFirst[b.state]);
    return html`${
      others.length > 0 &&
      html`<ul class="checks">${others.map(({ title, state }) => html`<li>${badge(ofQuality(state))} ${title}</li>`)}</ul>
${folded('What was measured, and what follows', checks('Checks that were not met.', others))}`
    }${fine.length > 0 && folded(`${fine.length} checks that passed`, checks('What the run checked about itself.', fine))}`;
  },
};

function checks(caption: string, rows: readonly Row[]): SafeHtml {
  return table(
    caption,
    [
      { head: 'Check', cell: ({ title }) => title },
      { head: 'State', cell: ({ state }) => badge(ofQuality(state)) },
      { head: 'Measured', cell: ({ measured }) => measured },
      { head: 'Limit', cell: ({ limit }) => limit },
      { head: 'Why it matters', cell: ({ consequence }) => consequence },
    ],
    rows,
  );
}

const worstFirst = { failed: 0, warning: 1, unknown: 2, ok: 3 } as const;
