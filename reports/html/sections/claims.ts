import type { Results } from '../../results/results.ts';
import { sentence } from '../../text/wording.ts';
import { anchor } from '../anchor.ts';
import { folded } from '../folded.ts';
import { evidenceLinks } from '../link.ts';
import { html, type SafeHtml } from '../markup.ts';
import type { Section } from '../section.ts';
import { table } from '../table.ts';
import { badge, ofClaim } from '../verdict.ts';

type Claim = Results['claims'][number];

export const claimsSection: Section = {
  id: 'claims',
  title: 'The comparison table, settled',
  finding({ claims }) {
    const count = (wanted: Claim['state']) => claims.filter(({ state }) => state === wanted).length;
    const [confirmed, conditional, refuted] = [count('confirmed'), count('conditional'), count('refuted')];
    return claims.length === 0
      ? undefined
      : `Of ${claims.length} statements ${confirmed} hold, ${conditional} hold on a condition, ${refuted} do not`;
  },
  body(results) {
    if (results.claims.length === 0) return html`<p>This run judged none of the statements of the comparison.</p>`;
    const inTable = results.claims.filter(({ id, row, scheme }) => id === `${row}.${scheme}`);
    const advice = results.claims.filter((claim) => !inTable.includes(claim));
    const rows = [...titles.keys(), ...new Set(inTable.map(({ row }) => row))].filter(
      (row, i, all) => all.indexOf(row) === i && inTable.some((claim) => claim.row === row),
    );
    const compared = results.run.schemes.filter((scheme) => inTable.some((claim) => claim.scheme === scheme));
    const further = results.claims.some(({ beyond }) => beyond !== undefined);
    return html`<p class="lead">The table that everybody copies, each statement with what this run observed. Open one for the figures.</p>
${
  rows.length > 0 &&
  table(
    'Row by row, scheme by scheme.',
    [
      { head: 'Row', cell: (row: string) => titles.get(row) ?? row },
      ...compared.map((scheme) => ({
        head: scheme,
        cell: (row: string) => {
          const claim = inTable.find((one) => one.row === row && one.scheme === scheme);
          return claim === undefined ? '–' : cell(results, claim);
        },
      })),
      ...(further
        ? [
            {
              head: 'Further schemes',
              cell: (row: string) =>
                html`${inTable.filter((one) => one.row === row).map((claim) => beyond(results, claim))}`,
            },
          ]
        : []),
    ],
    rows,
    { width: 'prose' },
  )
}
${
  advice.length > 0 &&
  folded(
    `${advice.length} pieces of advice that go with it`,
    table(
      'Advice holds as far as what it rests on.',
      [
        { head: 'Statement', cell: (claim) => html`<span id="${anchor('claim', claim.id)}">${claim.statement}</span>` },
        { head: 'Scheme', cell: ({ scheme }) => scheme },
        { head: 'State', cell: ({ state }) => badge(ofClaim(state)) },
        {
          head: 'Measured',
          cell: ({ measured, condition }) =>
            html`${condition !== undefined && html`<strong>${sentence(condition)}</strong> `}${measured}`,
        },
        { head: 'Rests on', cell: (claim) => basis(results, claim) },
        ...(further ? [{ head: 'Further schemes', cell: (claim: Claim) => beyond(results, claim) }] : []),
      ],
      advice,
    ),
  )
}`;
  },
};

function cell(results: Results, claim: Claim): SafeHtml {
  return html`<details class="plain claim"><summary>${claim.statement} ${badge(ofClaim(claim.state))}</summary><div id="${anchor('claim', claim.id)}">${claim.condition !== undefined && html`<p class="condition">${sentence(claim.condition)}</p>`}<small>${claim.measured}</small><div class="fine">${basis(results, claim)}</div></div></details>`;
}

/** What the same statement comes to on schemes that the comparison does not have. */
function beyond(results: Results, { scheme: own, statement, beyond = [] }: Claim): SafeHtml {
  return html`${beyond.map(
    ({ scheme, state, measured, condition, evidence }) =>
      html`<details class="plain claim"><summary>${scheme}, as ${own} ${badge(ofClaim(state))}</summary><div><p class="condition">${statement}</p>${condition !== undefined && html`<p class="condition">${sentence(condition)}</p>`}<small>${measured}</small><div class="fine">${evidenceLinks(results, evidence)}</div></div></details>`,
  )}`;
}

function basis(results: Results, { basis, evidence, because }: Claim): SafeHtml {
  return html`${basis.length === 0 ? because : `${basis.join(', ')} `}${evidenceLinks(results, evidence)}`;
}

const titles: ReadonlyMap<string, string> = new Map([
  ['state', 'State'],
  ['storage', 'Storage'],
  ['scaling', 'Scaling'],
  ['security', 'Security'],
  ['expiration', 'Expiration'],
  ['vulnerable', 'Vulnerable to'],
  ['use-when', 'Use when'],
]);
