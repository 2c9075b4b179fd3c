import { glossary as terms } from '../../text/glossary.ts';
import { wordAnchor } from '../anchor.ts';
import { folded } from '../folded.ts';
import { html } from '../markup.ts';
import type { Section } from '../section.ts';

export const glossarySection: Section = {
  id: 'glossary',
  title: 'Glossary and versions',
  body: ({ tool, schemaVersion, methodVersion }) => html`${folded(
    `${terms.length} words`,
    html`<dl class="pairs">
${terms.map(([term, meaning]) => html`<dt id="${wordAnchor(term)}">${term}</dt><dd>${meaning}</dd>`)}
</dl>`,
  )}
<p class="note">${tool.name} ${tool.version}, results schema ${schemaVersion}, method ${methodVersion}. Runs of different methods must not be compared.</p>`,
};
