import { fixesOf } from '../../analysis/remediation.ts';
import type { Results } from '../../results/results.ts';
import { exact, sentence } from '../../text/wording.ts';
import { evidenceLinks, referenceLink } from '../link.ts';
import { type Content, html, type SafeHtml } from '../markup.ts';
import type { Section } from '../section.ts';
import { scrollable, table } from '../table.ts';
import { badge, ofSeverity, type Verdict } from '../verdict.ts';

type Property = NonNullable<Results['properties']>[number];

/** External targets: what to fix, and what was found out, by two measures that are kept apart. */
export const targetsSection: Section = {
  id: 'targets',
  title: 'Your own servers',
  absent: ({ targets = [] }) =>
    targets.length === 0
      ? html`No server but our own was tried: <code>--target FILE</code> describes yours.`
      : undefined,
  body(results) {
    const { targets = [], properties = [] } = results;
    const fixFirst = fixesOf(results, targets);
    return html`<h3>What to fix first</h3>
${
  fixFirst.length === 0
    ? html`<p>Nothing that was asked fell short of a standard, broke its owner’s word, or gave way to an attack.</p>`
    : html`<ol class="fixes">${fixFirst.map(
        ({ scheme, severity, fix, because, against, references, evidence }) =>
          html`<li>${badge(ofSeverity(severity))} <strong>${fix}</strong> <code>${scheme}</code>
<div class="fine">${sentence(because)} Against: ${against.map((one) => measures[one]).join(', ')}. ${spaced(references.map(referenceLink))} ${evidenceLinks(results, evidence)}</div></li>
`,
      )}</ol>`
}
${targets.map(
  ({ scheme, title, origin, requests, ceilings, optIn }) => html`<h3>${title}</h3>
<p>${origin}, ${exact(requests)} requests in this run, of at most ${exact(ceilings.requests)}; disruptive cases: ${optIn.length > 0 ? optIn.join(', ') : 'none'}.</p>
${scrollable(
  `What was found out about ${title}`,
  table(
    'Standards and the owner’s own word are two measures: a server can keep its word and fall short, or the other way round.',
    [
      { head: 'Property', cell: ({ title, question }: Property) => html`${title}<small>${question}</small>` },
      { head: 'Found', cell: found },
      { head: 'Owner’s word', cell: word },
      { head: 'Standard', cell: standard },
      { head: 'Evidence', cell: ({ evidence }) => evidenceLinks(results, [evidence]) },
    ],
    properties.filter((property) => property.scheme === scheme && property.state !== 'not-applicable'),
  ),
)}`,
)}`;
  },
};

function found({ state, shown, because }: Property): SafeHtml {
  if (state === 'observed') return html`${shown}<small>${because}</small>`;
  return html`${badge(states[state])}<small>${because}</small>`;
}

function word({ declaration }: Property): Content {
  if (!declaration) return '–';
  const { says, kept } = declaration;
  if (kept === null) return html`${says}<small>not decided</small>`;
  return html`${badge(kept ? keeps : breaks)}<small>${says}</small>`;
}

function standard({ level }: Property): Content {
  if (!level) return '–';
  return html`${badge(level.meets ? meets : short)}<small>${spaced(level.references.map(referenceLink))}</small>`;
}

function spaced(items: readonly SafeHtml[]): SafeHtml {
  return html`${items.map((item, i) => html`${i > 0 && ' · '}${item}`)}`;
}

const measures = { standard: 'a standard', declaration: 'the owner’s word', attack: 'an attack that won' } as const;

const meets: Verdict = { icon: 'check', word: 'meets', tone: 'good', frame: 'outlined' };
const short: Verdict = { icon: 'cross', word: 'falls short', tone: 'bad', frame: 'filled' };
const keeps: Verdict = { icon: 'check', word: 'kept', tone: 'good', frame: 'outlined' };
const breaks: Verdict = { icon: 'cross', word: 'broken', tone: 'bad', frame: 'filled' };

const states = {
  inconclusive: { icon: 'question', word: 'cannot tell', tone: 'warn', frame: 'hatched' },
  'not-run': { icon: 'dash', word: 'not run', tone: 'none', frame: 'plain' },
  'not-applicable': { icon: 'dash', word: 'not applicable', tone: 'none', frame: 'plain' },
} as const satisfies Record<Exclude<Property['state'], 'observed'>, Verdict>;
