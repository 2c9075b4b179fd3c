import type { Results } from '../../results/results.ts';
import { brokenFinding } from '../../standards/audit-text.ts';
import type { Rule, Standard } from '../../standards/rule.ts';
import { countsText, nameOf, stateWords } from '../../standards/ruling-text.ts';
import { rules, standards } from '../../standards/standards.ts';
import { rulingStates } from '../../text/vocabulary.ts';
import { exact, list, listOf, sentence } from '../../text/wording.ts';
import { anchor } from '../anchor.ts';
import { heatMap } from '../charts/heat-map.ts';
import { figure } from '../figure.ts';
import { folded } from '../folded.ts';
import { evidenceLinks } from '../link.ts';
import { html, type SafeHtml } from '../markup.ts';
import type { Section } from '../section.ts';
import { table } from '../table.ts';
import { badge, ofRuling } from '../verdict.ts';

type Requirement = NonNullable<Results['requirements']>[number];

/** What an auditor asks: requirement by requirement, what attacks of this run have shown and nothing else. */
export const requirementsSection: Section = {
  id: 'requirements',
  title: 'Requirements of standards',
  finding: brokenFinding,
  absent: ({ requirements = [] }) =>
    requirements.some(({ attacks, properties }) => attacks.length + properties.length > 0)
      ? undefined
      : html`No attack of this run shows anything of a requirement: <code>--suite security</code> runs all attacks.`,
  body(results) {
    const all = results.requirements ?? [];
    const broken = all.filter(({ state }) => state === 'not-met');
    return html`<p class="lead">Each mark rests on attacks of this run alone, which beat a weakened server beside it. What nobody attacked is not tested.</p>
${picture(results, all)}
${broken.length === 0 ? html`<p>No requirement was found broken.</p>` : folded(`Which are not met, and by what: ${exact(broken.length)}`, brokenTable(results, broken))}
${folded(`Every requirement, of ${exact(standards.length)} standards`, html`${standards.map((standard) => chapter(results, standard, all))}`)}`;
  },
};

function picture({ schemes }: Results, all: readonly Requirement[]): SafeHtml {
  const counts = `Of ${exact(rules.length)} requirements: ${schemes
    .map(({ id }) => `${id} ${countsText(all.filter(({ scheme }) => scheme === id))}`)
    .join('; ')}.`;
  const states = (Object.keys(rulingStates) as Requirement['state'][]).filter((state) =>
    all.some((one) => one.state === state),
  );
  const found = new Map(all.map((one) => [`${one.scheme} ${one.id}`, one.state]));
  return figure({
    id: 'requirements-map',
    finding: mapFinding(schemes, all),
    note: 'Check: met. Half: in part. Cross: not met. Line: no such surface. Dot: not tested.',
    picture: heatMap(
      'requirements-map',
      'Requirements of standards, by scheme',
      counts,
      schemes.map(({ id }) => id),
      standards.map(({ short, rules }) => ({ title: short, columns: rules.map(({ id }) => id) })),
      (scheme, id) => ofRuling(found.get(`${scheme} ${id}`) ?? 'not-tested'),
    ),
    words: [counts, ...states.map((state) => html`${badge(ofRuling(state))} ${rulingStates[state]}`)],
    csv: {
      head: ['requirement', ...schemes.map(({ id }) => id)],
      rows: rules.map(({ id }) => [id, ...schemes.map((scheme) => found.get(`${scheme.id} ${id}`) ?? 'not-tested')]),
    },
    className: 'map',
  });
}

/** `Of 80 requirements, not met: 1 with session, 9 with jwt.` */
function mapFinding(schemes: Results['schemes'], all: readonly Requirement[]): string {
  const told = schemes.flatMap(({ id }) => {
    const count = all.filter(({ scheme, state }) => scheme === id && state === 'not-met').length;
    return count === 0 ? [] : [`${exact(count)} with ${id}`];
  });
  return told.length === 0
    ? `None of ${exact(rules.length)} requirements was found broken.`
    : `Of ${exact(rules.length)} requirements, not met: ${listOf(mostNamed, told)}.`;
}

const mostNamed = 4;

function chapter(results: Results, { id, title, address, rules }: Standard, all: readonly Requirement[]): SafeHtml {
  const rows = rules.map((rule) => ({ rule, own: all.filter((one) => one.id === rule.id) }));
  return html`<details id="requirements-${id.replaceAll('.', '-')}"><summary><strong>${title}</strong></summary><div>
<p><a href="${address}">${address}</a></p>
<ul>${rows.map(
    (
      row,
    ) => html`<li><strong>${nameOf(row.rule)}</strong> ${row.rule.asks}<small>${sentence(statesText(row.own))} ${attacksOf(results, row)}</small></li>
`,
  )}</ul>
</div></details>
`;
}

interface Row {
  readonly rule: Rule;
  /** One for each scheme. */
  readonly own: readonly Requirement[];
}

/** `met: jwt and jwt-refresh; no such surface: session`. */
function statesText(own: readonly Requirement[]): string {
  const states = [...new Set(own.map(({ state }) => state))];
  const of = (state: Requirement['state']) =>
    list(own.filter((one) => one.state === state).map(({ scheme }) => scheme));
  return states.map((state) => `${stateWords[state]}: ${of(state)}`).join('; ');
}

/** Those that it rests on, which lead to their evidence and their controls, and what is open. */
function attacksOf({ attacks }: Results, { rule, own }: Row): SafeHtml {
  const ids = [...new Set(own.flatMap((one) => one.attacks))];
  const open = [...new Set(own.flatMap(({ notTried }) => notTried))].filter((id) => !ids.includes(id));
  const properties = [...new Set(own.flatMap((one) => one.properties))];
  const notes = [
    ...(properties.length > 0 ? [`falls short: ${list(properties)}`] : []),
    ...(open.length > 0 ? [`not tried: ${list(open)}`] : []),
    ...(rule.untried === undefined ? [] : [`no attack tries ${rule.untried}`]),
    ...(ids.length + open.length === 0 && rule.unreached !== undefined ? [`no attack: ${rule.unreached}`] : []),
  ];
  return html`${ids.length > 0 && 'Attacks: '}${ids.map(
    (id, index) =>
      html`${index > 0 && ', '}${attacks.some((one) => one.id === id) ? html`<a href="#${anchor('attack', id)}">${id}</a>` : id}`,
  )}${ids.length > 0 && '. '}${notes.length > 0 && sentence(notes.join('; '))}`;
}

/** What was found broken, with what was seen; schemes of which the same is said stand in one row. */
function brokenTable(results: Results, broken: readonly Requirement[]): SafeHtml {
  return table(
    'Not met, and by which attack.',
    [
      { head: 'Scheme', cell: ({ scheme }: Requirement) => scheme },
      {
        head: 'Shown by',
        cell: ({ because, evidence }: Requirement) =>
          html`${sentence(because)} ${evidenceLinks(results, evidence.slice(0, mostLinks))}`,
      },
    ],
    broken,
    { group: heading },
  );
}

function heading({ id }: Requirement): string {
  const rule = rules.find((one) => one.id === id);
  return rule === undefined ? id : `${nameOf(rule)}: ${rule.asks}`;
}

/** More links than this tell a reader nothing; the attacks' own section has them all. */
const mostLinks = 4;
