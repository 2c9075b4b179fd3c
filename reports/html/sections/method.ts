import { defaultDecisionMargin } from '../../analysis/decision.ts';
import type { Results } from '../../results/results.ts';
import { command } from '../../text/installation.ts';
import { outcomes, verdicts } from '../../text/vocabulary.ts';
import { duration, percent } from '../../text/wording.ts';
import { commandCode } from '../command-code.ts';
import { folded } from '../folded.ts';
import { html, type SafeHtml } from '../markup.ts';
import type { Section } from '../section.ts';
import { table } from '../table.ts';
import { badge, ofAttack, ofComparison } from '../verdict.ts';

export const methodSection: Section = {
  id: 'method',
  title: 'Method and limits',
  body: ({
    methodVersion,
    run,
    schemes,
    decisionMargin = defaultDecisionMargin,
  }) => html`<p>The same application runs behind every scheme; only authentication differs. A server that does not do its job gives no figure. An attack counts only where it also beat a deliberately weakened server. A difference counts only where it exceeds what the same server shows when it is measured twice.</p>
${folded(
  'How load is measured',
  html`<p>Servers are compared within a round. In it all are fresh, all are up at once, and each is loaded in short slices in turn, there and back. The order is drawn from the seed. The reference is measured twice. Each figure of a round is divided by the geometric mean of these two, and the interval is over such ratios, never over requests. Latency counts from the moment a request was due: a stalled server cannot hide behind the requests it delayed. Throughput is requests per second and core of a server at saturation, and counts only where the server was the limit. A sweep in which a server waited for a core longer than usual is measured again on the spot, whatever its figures.</p>
<p>Three things give no verdict, or a weaker one. The load generator made more of one latency than of the other. A server was still warming up. The costs of two servers still moved apart while they were measured: they are called different, or equal, only by as much more.</p>
<p>Beside its verdict a comparison has a bound: what the ratio lies within for all pairs of schemes, however often verdicts are read. So it is wider than the interval of 95 % that is shown. Held against the decision margin of ${percent(decisionMargin)}, it says what a difference is worth to who chooses an architecture. Percentages are of the reference. The margin belongs to the reading: ${commandCode(command(`report ${run.id} --decision-margin 15%`))} writes this page by another one.</p>
`,
)}
${run.notes.length > 0 && folded('What this run was told to do otherwise', html`<ul>${run.notes.map((note) => html`<li>${note}</li>`)}</ul>`)}
${folded(
  'What the verdicts mean',
  table(
    `Rules of method version ${methodVersion}.`,
    [
      { head: 'Verdict', cell: ({ mark }) => mark },
      { head: 'Rule', cell: ({ rule }) => rule },
    ],
    rules,
    { width: 'compact' },
  ),
)}
${
  schemes.length > 0 &&
  folded(
    'The schemes as they were set',
    html`<dl class="pairs">${schemes.map(({ id, title, summary }) => html`<dt>${id}</dt><dd><strong>${title}.</strong> ${summary}</dd>`)}</dl>
${settings(schemes)}`,
  )
}`,
};

/** What distinguishes the schemes, and what was in force; keys are never part of it. */
function settings(schemes: Results['schemes']): SafeHtml {
  const names = [
    ...new Set(
      schemes.flatMap(({ traits, settings, configured }) => Object.keys({ ...traits, ...settings, ...configured })),
    ),
  ];
  return table(
    'Traits, then the settings of this run, with what is configured where that differs.',
    [
      { head: 'Name', cell: (name: string) => name },
      ...schemes.map(({ id, traits, settings, configured = {} }) => ({
        head: id,
        cell: (name: string) => {
          const [inForce, left] = [{ ...traits, ...settings }, configured].map((all) => all[name]);
          const own = shown(name, inForce);
          return left === undefined || left === inForce
            ? own
            : html`${own}<small>configured: ${shown(name, left)}</small>`;
        },
      })),
    ],
    names,
    { width: 'even' },
  );
}

function shown(name: string, value: string | number | undefined): string | number {
  return name.endsWith('Ms') && typeof value === 'number' && value > 0 ? duration(value) : (value ?? '–');
}

const rules = [
  ...(['better', 'worse', 'small', 'equivalent', 'inconclusive', 'invalid'] as const).map((verdict) => ({
    mark: (verdict === 'small' ? [0.9, 1.1] : [1]).map(
      (ratio) => html`${badge(ofComparison({ verdict, ratio, metric: '' }))} `,
    ),
    rule: verdicts[verdict],
  })),
  ...(['blocked', 'window', 'succeeded', 'blocked-by-crash', 'not-applicable', 'not-run'] as const).map((outcome) => ({
    mark: badge(ofAttack({ outcome, asExpected: true })),
    rule: outcomes[outcome],
  })),
];
