import type { Results } from '../../results.ts';
import { html, type SafeHtml } from '../markup.ts';
import type { Section } from '../section.ts';
import { table } from '../table.ts';
import { badge, ofAttack, ofComparison } from '../verdict.ts';

export const method: Section = {
  id: 'method',
  title: 'Method and limits',
  body: ({
    methodVersion,
    run,
    schemes,
  }) => html`<p>The same application runs in every arm; only the scheme differs. A cell is refused before it is measured when its server does not meet the contract, so there is no figure without correctness.</p>
<p>The unit of comparison is the round: fresh servers, an order shuffled from the seed, every scheme once. Inside a round each figure is divided by the reference’s figure, and the interval is over these ratios, never over requests. Latency counts from the moment a request was due, so that a stalled server cannot hide behind the requests it delayed. An A/A arm measures the reference against itself.</p>
<p>An attack is judged by identity or effect, not by a status code, and only where it beat a weakened server in the same run. A check that cannot fail proves nothing.</p>
${run.notes.length > 0 && html`<h3>What this run was told to do otherwise</h3><ul>${run.notes.map((note) => html`<li>${note}</li>`)}</ul>`}
<h3>What the verdicts mean</h3>
${table(
  `Rules of method version ${methodVersion}.`,
  [
    { head: 'Verdict', cell: ({ mark }) => mark },
    { head: 'Rule', cell: ({ rule }) => rule },
  ],
  rules,
  { width: 'compact' },
)}
${
  schemes.length > 0 &&
  html`<h3>The schemes as they were set</h3>
<dl class="pairs">${schemes.map(({ id, title, summary }) => html`<dt>${id}</dt><dd><strong>${title}.</strong> ${summary}</dd>`)}</dl>
${settings(schemes)}`
}`,
};

/** What distinguishes the schemes, and what was in force; keys are never part of it. */
function settings(schemes: Results['schemes']): SafeHtml {
  const names = [
    ...new Set(schemes.flatMap(({ traits, settings }) => [...Object.keys(traits), ...Object.keys(settings)])),
  ];
  return table(
    'Traits, then settings.',
    [
      { head: 'Name', cell: (name: string) => name },
      ...schemes.map(({ id, traits, settings }) => ({
        head: id,
        cell: (name: string) => new Map(Object.entries<string | number>({ ...traits, ...settings })).get(name) ?? '–',
      })),
    ],
    names,
    { width: 'even' },
  );
}

const comparison = (verdict: Parameters<typeof ofComparison>[0]['verdict'], ratio = 1) =>
  badge(ofComparison({ verdict, ratio, metric: 'cpu.servers' }));
const attack = (outcome: Parameters<typeof ofAttack>[0]['outcome']) => badge(ofAttack({ outcome, asExpected: true }));

const rules = [
  { mark: comparison('better'), rule: 'The whole interval is better than the reference by more than the margin.' },
  { mark: comparison('worse'), rule: 'The whole interval is worse than the reference by more than the margin.' },
  { mark: comparison('small', 0.9), rule: 'The interval excludes 1 but reaches into the margin. Worse likewise.' },
  { mark: comparison('equivalent'), rule: 'The whole interval lies inside the margin.' },
  { mark: comparison('inconclusive'), rule: 'Anything else. More rounds may settle it.' },
  {
    mark: comparison('invalid'),
    rule: 'A quality check failed. The figure is kept, struck out, and counts for nothing.',
  },
  { mark: attack('blocked'), rule: 'Refused, and without the effect that the attacker wanted.' },
  { mark: attack('window'), rule: 'Accepted for a time that the scheme declares; the time was measured.' },
  { mark: attack('succeeded'), rule: 'The attacker was answered as the victim, or caused the effect.' },
  { mark: attack('blocked-by-crash'), rule: 'Answered with a server error: no entry, but no defence either.' },
  { mark: attack('not-applicable'), rule: 'The scheme has nothing that the attack could address.' },
];
