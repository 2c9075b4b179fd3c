import { styleText } from 'node:util';
import { decisionText } from '../analysis/decision.ts';
import { outcomeText } from '../analysis/window.ts';
import { inOrder } from '../metrics.ts';
import type { Format } from '../results/report.ts';
import type { Results } from '../results/results.ts';
import { sanitise } from '../text/sanitise.ts';
import { duration, list, ratio, sentence } from '../text/wording.ts';
import { wrap } from '../text/wrap.ts';

/** The report has all of them. */
const mostFixes = 8;

/** The summary at the end of a run: 80 columns, and complete without colour. */
export default {
  id: 'terminal',
  files: {},
  print: (results: Results, { path }: { readonly path: string }) =>
    [
      head(results),
      ...titled(
        'Answer',
        results.answer.flatMap(({ text }, i) => wrap(text, `${i + 1}. `)),
      ),
      ...titled(
        'What to fix first',
        (results.fixFirst ?? [])
          .slice(0, mostFixes)
          .flatMap(({ fix, scheme, severity }, i) => wrap(`${fix} (${scheme}, ${severity})`, `${i + 1}. `)),
      ),
      ...titled(`Against ${oneLine(results.run.schemes[0] ?? 'nothing')}, with 95 % intervals`, comparisons(results)),
      ...titled('Security', security(results)),
      ...titled('Claims', claims(results)),
      ...titled(
        'This run cannot tell',
        results.limits.flatMap((limit) => wrap(limit, '- ')),
      ),
      ...titled('Measured', conditions(results)),
      '',
      `Report  ${path}`,
      ...wrap(ending(results), ''),
      '',
    ].join('\n'),
} satisfies Format;

function ending({ run: { exit } }: Results): string {
  return exit.reasons.length === 0 ? `exit ${exit.code}` : `exit ${exit.code}: ${exit.reasons.join('; ')}`;
}

/** One line: what a reader came for is the answer below it. */
function head({ tool, run }: Results): string {
  const took =
    run.finishedAt === null ? 'not finished' : duration(Date.parse(run.finishedAt) - Date.parse(run.startedAt));
  return oneLine(`${tool.name} ${tool.version}, ${run.profile}, run ${run.id}, ${took}, ${run.state}`, 80);
}

function conditions({ store, quality, environment }: Results): string[] {
  const states = (['ok', 'warning', 'failed', 'unknown'] as const).flatMap((state) => {
    const count = quality.filter((row) => row.state === state).length;
    return count > 0 ? [`${count} ${state}`] : [];
  });
  return [
    ...wrap(
      `Store: ${`${store.kind} ${store.version}`.trim()} (${store.provider}). ${environment.cores} cores, Node ${environment.node}.`,
      '- ',
    ),
    ...wrap(`Data quality: ${states.length > 0 ? list(states) : 'nothing checked'}.`, '- '),
  ];
}

/** Intervals of the scenarios with a control, which are what can have a winner; the rest is in the report. */
function comparisons(results: Results): string[] {
  const { comparisons, run } = results;
  const controlled = new Set(comparisons.filter(({ kind }) => kind === 'a-a').map(({ scenario }) => scenario));
  const shown = comparisons.filter(
    ({ kind, reference, scenario, ciLow }) =>
      controlled.has(scenario) &&
      ciLow !== null &&
      (kind === 'a-a' || (kind === 'scheme' && reference === run.schemes[0])),
  );
  const order = inOrder(shown.map(({ metric }) => metric));
  const scenarios = [...controlled];
  const sorted = shown.toSorted(
    (a, b) =>
      scenarios.indexOf(a.scenario) - scenarios.indexOf(b.scenario) ||
      order.indexOf(a.metric) - order.indexOf(b.metric),
  );
  return sorted.flatMap((comparison, i) => {
    const { kind, scenario, metric, scheme, rounds, verdict, ...one } = comparison;
    const first = sorted[i - 1]?.scenario !== scenario;
    const decision = decisionText(comparison, results);
    const who = kind === 'a-a' ? 'itself (A/A)' : scheme;
    const figures = ratio(one.ratio, one.ciLow, one.ciHigh);
    const row = `    ${cell(metric, 14)} ${cell(who, 14)} ${cell(figures, 22)} ${cell(`n=${rounds}`, 5)} `;
    return [
      ...(first ? [`  ${cell(scenario, 76).trimEnd()}`] : []),
      row + paint(verdict),
      ...(decision === undefined ? [] : wrap(decision, ' '.repeat(17))),
    ];
  });
}

function cell(text: string, columns: number): string {
  return oneLine(text).slice(0, columns).padEnd(columns);
}

function oneLine(text: string, columns = 60): string {
  return sanitise(text, columns).replace(/\s/g, ' ');
}

function paint(verdict: Results['comparisons'][number]['verdict']): string {
  if (verdict === 'better') return styleText('green', verdict);
  return verdict === 'worse' || verdict === 'invalid' ? styleText('red', verdict) : verdict;
}

function security({ attacks }: Results): string[] {
  if (attacks.length === 0) return [];
  const judged = attacks.filter(({ outcome }) => outcome !== 'not-applicable');
  const failed = judged.filter(({ asExpected }) => asExpected === false);
  const open = judged.filter(({ asExpected }) => asExpected === null);
  const windows = judged.filter(({ outcome }) => outcome === 'window');
  const held = judged.filter(({ outcome, asExpected }) => asExpected === true && outcome !== 'window');
  return [
    `  ${held.length} blocked, ${windows.length} windows by design, ${failed.length} failed, ${open.length} without a verdict`,
    ...failed.flatMap((attack) =>
      wrap(
        `FAILED ${attack.id} on ${attack.scheme}: ${attack.outcome === 'succeeded' ? 'the attack succeeded' : attack.outcome}. ${sentence(outcomeText(attack))} ${attack.source.file}:${attack.source.line}`,
        'x ',
      ).map((line) => styleText('red', line)),
    ),
    ...undecided(open),
  ];
}

/** What a run or a target cannot offer leaves many attacks out for the same reason: it is said once. */
function undecided(open: Results['attacks']): string[] {
  const reasons = new Map<string, { readonly ids: string[]; readonly scheme: string; readonly rest: string }>();
  for (const { id, scheme, outcome, because } of open) {
    const rest = `${outcome}. ${sentence(because)}`;
    const key = JSON.stringify([scheme, rest]);
    const group = reasons.get(key) ?? { ids: [], scheme, rest };
    group.ids.push(id);
    reasons.set(key, group);
  }
  return [...reasons.values()].flatMap(({ ids, scheme, rest }) => wrap(`${list(ids)} on ${scheme}: ${rest}`, '? '));
}

function claims({ claims }: Results): string[] {
  const states = (['confirmed', 'conditional', 'refuted', 'inconclusive', 'not-run'] as const).map(
    (state) => `${claims.filter((claim) => claim.state === state).length} ${state}`,
  );
  return claims.length === 0 ? [] : [`  ${states.join(', ')}`];
}

function titled(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : ['', styleText('bold', title), ...lines];
}
