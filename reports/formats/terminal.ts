import { styleText } from 'node:util';
import { defaultChoice, defaultTexts, noneYet } from '../advice/default-choice.ts';
import { certaintyOf } from '../analysis/certainty.ts';
import { decisionText } from '../analysis/decision.ts';
import { exposures } from '../analysis/exposure.ts';
import { unmet } from '../analysis/failures.ts';
import { isAnswered, questionsOf } from '../analysis/questions.ts';
import { rivalNotRun } from '../analysis/rival.ts';
import { securityCount, securityTexts } from '../analysis/security-count.ts';
import { spread } from '../analysis/spread.ts';
import { outcomeText } from '../analysis/window.ts';
import { inOrder, metric as metricOf } from '../metrics.ts';
import { isMain } from '../results/arm.ts';
import type { Format } from '../results/report.ts';
import type { Results } from '../results/results.ts';
import { counted as counting } from '../statistics/counted.ts';
import { command } from '../text/installation.ts';
import { sanitise } from '../text/sanitise.ts';
import { unitFor } from '../text/unit.ts';
import { counted, duration, inSentence, list, sentence } from '../text/wording.ts';
import { usualColumns, wrap } from '../text/wrap.ts';

type Comparison = Results['comparisons'][number];

/** Columns, where two are left free before a line. */
const within = usualColumns - 2;
/** The report has all of them. */
const mostFixes = 8;

/** The summary at the end of a run: 80 columns, and complete without colour. */
export default {
  id: 'terminal',
  files: {},
  print: (results: Results, { path }: { readonly path: string }) =>
    [
      head(results),
      ...titled('Answer', answer(results)),
      ...titled(
        'What to fix first',
        (results.fixFirst ?? [])
          .slice(0, mostFixes)
          .flatMap(({ fix, scheme, severity }, i) => wrap(`${fix} (${scheme}, ${severity})`, `${i + 1}. `)),
      ),
      ...titled(
        `Against ${oneLine(results.run.schemes[0] ?? 'nothing')}, in brackets the 95 % interval`,
        comparisons(results),
      ),
      ...titled('Security', security(results)),
      ...titled('Claims', claims(results)),
      ...titled(
        'This run cannot tell',
        results.limits.flatMap((limit) => wrap(limit, '- ')),
      ),
      ...titled('Measured', conditions(results)),
      '',
      `Report  ${path}`,
      ...next(results),
      ...wrap(ending(results), ''),
      '',
    ].join('\n'),
} satisfies Format;

/** What to take by default, then what was found. */
function answer(results: Results): string[] {
  const choice = defaultChoice(results);
  const none = noneYet(results);
  return [
    ...(none === undefined ? [] : wrap(none, '')),
    ...(choice ? defaultTexts(choice, exposures(results)).flatMap((text) => wrap(text, '')) : []),
    ...results.answer.flatMap(({ text }, i) => wrap(text, `${i + 1}. `)),
  ];
}

/** How to see it, and what settles the first that is open. */
function next(results: Results): string[] {
  if (results.run.state !== 'complete') return [];
  const [open] = certaintyOf(results).open.filter(({ command }) => command !== undefined);
  const rival = rivalNotRun(results);
  return [
    ...wrap(`To see it: ${command('open')}`, ''),
    ...(open ? wrap(`To settle ${open.text}: ${open.command}${open.takes ? `, ${open.takes}` : ''}`, '') : []),
    ...(rival === undefined ? [] : wrap(`Not run, ${rival.title}: ${rival.command}`, '')),
  ];
}

/** A run that passed says of what it is a pass. */
function ending(results: Results): string {
  const { exit, state } = results.run;
  if (exit.reasons.length > 0) return `exit ${exit.code}: ${exit.reasons.join('; ')}`;
  const { tests, broke, otherwise } = securityCount(results);
  // a run that was told to fail on nothing ends well whatever it found
  if (exit.code !== 0 || state !== 'complete' || tests === 0 || broke + otherwise > 0) return `exit ${exit.code}`;
  return `exit ${exit.code}: no attack broke through; ${performance(results)}`;
}

/** What became of the questions about load that were asked. */
function performance(results: Results): string {
  const asked = questionsOf(results).filter(({ comparisons }) => comparisons.length > 0);
  const answered = asked.filter((one) => isAnswered(one, results)).length;
  if (asked.length === 0) return 'performance was not compared';
  if (answered === asked.length) return 'performance was compared';
  return answered === 0
    ? 'performance is not decided'
    : `performance is decided in ${answered} of ${asked.length} questions`;
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
    const { scenario, metric, rounds, verdict } = comparison;
    const before = sorted[i - 1];
    const isNew = before?.scenario !== scenario || before.metric !== metric;
    const decision = decisionText(comparison, results);
    const title = results.scenarios.find(({ id }) => id === scenario)?.title ?? scenario;
    const { title: name, better } = metricOf(metric);
    return [
      ...(isNew ? [`  ${oneLine(`${title}: ${inSentence(name)}, ${better} is better`, 76)}`] : []),
      ...wrap(`${directed(comparison, shownValue(results, comparison))}, n=${rounds}: ${verdict}`, '  ').map(
        (line, at, all) => (at === all.length - 1 ? line.slice(0, -verdict.length) + paint(verdict) : line),
      ),
      ...(decision === undefined ? [] : wrap(decision, '    ')),
    ];
  });
}

/** What it came to, with its unit; empty where no repetition counts. */
function shownValue({ samples }: Results, { scenario, metric, scheme, kind }: Comparison): string {
  if (kind === 'a-a') return '';
  const value = spread(
    counting(samples).filter(
      (one) => isMain(one) && one.scenario === scenario && one.metric === metric && one.scheme === scheme,
    ),
  );
  if (value === undefined) return '';
  const unit = unitFor(value.unit, value.high);
  return ` ${unit.show(value.median)}${unit.name === '' ? '' : ` ${unit.name}`},`;
}

/** `jwt: 156 µs, 28 % less than session [22 to 34 % less]`. */
function directed({ kind, scheme, reference, ratio, ciLow, ciHigh }: Comparison, value: string): string {
  const points = (of: number) => Number((100 * Math.abs(of - 1)).toPrecision(2));
  const share = (of: number) => `${points(of)} %`;
  const side = (of: number) => (of < 1 ? 'less' : 'more');
  if (ratio === null || ciLow === null || ciHigh === null) return `${scheme}: no ratio`;
  const isOneSided = ciHigh <= 1 || ciLow >= 1;
  const [near, far] = ciHigh <= 1 ? [ciHigh, ciLow] : [ciLow, ciHigh];
  const interval = isOneSided ? `${points(near)} to ${share(far)}` : `${share(ciLow)} less to ${share(ciHigh)} more`;
  return kind === 'a-a'
    ? `${scheme} measured twice: ${share(ratio)} apart [${interval}]`
    : `${scheme}:${value} ${share(ratio)} ${side(ratio)} than ${reference} [${interval}]`;
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
  return [
    ...securityTexts(securityCount({ attacks }))
      .flatMap((text) => wrap(text, '', within))
      .map((line) => `  ${line}`),
    ...failed.flatMap((attack) =>
      wrap(
        `FAILED ${attack.id} on ${attack.scheme} (${attack.severity}): ${unmet(attack)}. ${sentence(outcomeText(attack))} ${attack.source.file}:${attack.source.line}`,
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
  const states = (['confirmed', 'conditional', 'refuted', 'inconclusive', 'not-run'] as const).flatMap((state) => {
    const count = claims.filter((claim) => claim.state === state).length;
    return count > 0 ? [`${count} ${state}`] : [];
  });
  return claims.length === 0
    ? []
    : wrap(`Of ${counted(claims.length, 'statement')} of the comparison table: ${list(states)}.`, '', within).map(
        (line) => `  ${line}`,
      );
}

function titled(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : ['', styleText('bold', title), ...lines];
}
