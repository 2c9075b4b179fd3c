import { html } from '../markup.ts';
import type { Section } from '../section.ts';

export const glossary: Section = {
  id: 'glossary',
  title: 'Glossary and versions',
  body: ({ tool, schemaVersion, methodVersion }) => html`<dl class="pairs">
${terms.map(([term, meaning]) => html`<dt>${term}</dt><dd>${meaning}</dd>`)}
</dl>
<p class="note">${tool.name} ${tool.version}, results schema ${schemaVersion}, method ${methodVersion}. Runs of different methods must not be compared.</p>`,
};

const terms = [
  ['A/A arm', 'The reference measured against itself. What it finds is the bench’s own error.'],
  ['Access token', 'A signed statement that the server can check without asking anybody, valid until it expires.'],
  ['Bare route', 'The same route without authentication: what no scheme can go below. It is the floor of a request.'],
  ['Floor', 'What a cost cannot go below: of an operation Node.js alone, of a server its libraries alone.'],
  ['Interval', 'The range of ratios that the rounds are compatible with, at the stated level.'],
  ['Margin', 'The smallest relative difference that would matter to a decision.'],
  ['p99', 'The latency that 99 of 100 requests stay under.'],
  ['Refresh token', 'A secret that buys the next access token; rotation makes each usable once.'],
  ['Round', 'One fresh start of every arm, in a shuffled order.'],
  ['Token family', 'All refresh tokens that descend from one sign-in. Reuse of a spent one ends all of them.'],
  ['Weakened server', 'A server with one defence removed on purpose, to show that the attack can succeed.'],
  ['Window', 'The time for which a credential goes on working after it should have ended.'],
] as const;
