import { glossary as terms } from '../../text/glossary.ts';
import { html } from '../markup.ts';
import type { Section } from '../section.ts';

export const glossarySection: Section = {
  id: 'glossary',
  title: 'Glossary and versions',
  body: ({ tool, schemaVersion, methodVersion }) => html`<dl class="pairs">
${terms.map(([term, meaning]) => html`<dt>${term}</dt><dd>${meaning}</dd>`)}
</dl>
<p class="note">${tool.name} ${tool.version}, results schema ${schemaVersion}, method ${methodVersion}. Runs of different methods must not be compared.</p>`,
};
