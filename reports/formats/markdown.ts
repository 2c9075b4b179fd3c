import { decided, ruledOutText, undecidedText } from '../advice/decided.ts';
import { noneYet } from '../advice/default-choice.ts';
import { testedWith } from '../analysis/changed-settings.ts';
import { decisionText } from '../analysis/decision.ts';
import { unmet } from '../analysis/failures.ts';
import { mostOverLibrary, overLibraries } from '../analysis/over-library.ts';
import { onRuntimes, runtimeMetrics } from '../analysis/runtimes.ts';
import { outcomeText, windowOf, windowText } from '../analysis/window.ts';
import { errorText, pointText, quantityTitles } from '../capacity/prediction/prediction-text.ts';
import { ofAttack, ofCell, ofClaim, ofComparison, ofLibrary } from '../html/verdict.ts';
import { metric } from '../metrics.ts';
import type { Format } from '../results/report.ts';
import type { Results } from '../results/results.ts';
import { countsText } from '../standards/ruling-text.ts';
import { standards } from '../standards/standards.ts';
import { code, plain } from '../text/markdown-text.ts';
import { variedText } from '../text/varied-text.ts';
import { eventText, kept } from '../text/vocabulary.ts';
import { duration, exact, figure, ratio, sentence, withDurations } from '../text/wording.ts';

/** A pull request comment holds 64 KB; the rest is head-room for what a CI job puts around it. */
const mostBytes = 60_000;

interface Section {
  readonly title: string;
  readonly body: string;
}

export default {
  id: 'markdown',
  files: { 'summary.md': render },
} satisfies Format;

/** Whole sections, most important first, as long as they fit; what did not fit is named. */
function render(results: Results): string {
  const sections = [
    targets(results),
    ...[
      requirements(results),
      attacks(results),
      comparisons(results),
      runtimes(results),
      libraries(results),
      scaling(results),
      scaleOut(results),
      predictions(results),
      claims(results),
      quality(results),
      caveats(results),
      environment(results),
    ].map(({ title, body }) => ({ title, body: folded(title, body) })),
  ].filter(({ body }) => body !== '');
  let text = opening(results);
  const left: string[] = [];
  for (const { title, body } of sections) {
    const longer = `${text}\n${body}\n`;
    if (Buffer.byteLength(longer) + 1_000 <= mostBytes) text = longer;
    else left.push(title);
  }
  return left.length === 0
    ? text
    : `${text}\n_Left out to stay below 60 KB: ${left.join(', ')}. All of it is in \`index.html\`._\n`;
}

/** What a reviewer acts on: what decides, what failed, what changed, then the answer. */
function opening(results: Results): string {
  const { run, answer, tool, store } = results;
  const took =
    run.finishedAt === null ? 'not finished' : duration(Date.parse(run.finishedAt) - Date.parse(run.startedAt));
  return [
    '# Sessions or JWT?',
    '',
    `**${run.state}** · ${plain([`exit ${run.exit.code}`, run.exit.reasons.join('; ')].filter(Boolean).join(': '))} · profile ${run.profile} · ${took} · ` +
      `store ${plain(`${store.kind} ${store.version}`.trim())} (${store.provider}) · run ${plain(run.id)} · ${plain(`${tool.name} ${tool.version}`)}`,
    '',
    ...[plain(noneYet(results) ?? ''), decisions(results), failed(results), changed(results)].flatMap((part) =>
      part === '' ? [] : [part, ''],
    ),
    ...answer.map(({ text }, i) => `${i + 1}. ${plain(text)}`),
    '',
  ].join('\n');
}

function decisions(results: Results): string {
  return table(
    ['if this decides', 'take', 'ruled out'],
    decided(results).map((row) => [
      plain(row.title),
      `${row.isChoice ? `**${plain(row.take)}**` : plain(row.take)}${row.needs.length > 0 ? ', on conditions' : ''}`,
      plain([ruledOutText(row, results.schemes.length), undecidedText(row)].filter(Boolean).join('; ')),
    ]),
  );
}

function failed({ attacks }: Results): string {
  return attacks
    .filter(({ asExpected }) => asExpected === false)
    .map(
      (attack) =>
        `- **${plain(attack.title)} on ${plain(attack.scheme)}** (${attack.severity}): ${unmet(attack)}. ${plain(sentence(outcomeText(attack)))} ${code(`${attack.source.file}:${attack.source.line}`)}`,
    )
    .join('\n');
}

/** Since the baseline, in three lines. */
function changed(results: Results): string {
  const { baseline } = results;
  if (baseline === undefined) return '';
  const { base, mismatches, changes, security, claims } = baseline;
  if (mismatches.length > 0) return `Not comparable with the baseline ${code(base)}: ${plain(mismatches.join('; '))}.`;
  const of = (...verdicts: string[]) => changes.filter(({ verdict }) => verdicts.includes(verdict));
  const worse = of('worse').map(
    (one) => `${metric(one.metric).title} of ${one.scheme} in ${titleOf(results, one.scenario)}`,
  );
  const named = (ids: readonly string[]) =>
    ids.length === 0 ? '' : ` (${plain(ids.slice(0, 3).join(', '))}${ids.length > 3 ? ' …' : ''})`;
  return [
    `- Security since ${code(base)}: ${security.fresh.length} new${named(security.fresh)}, ${security.fixed.length} fixed, ${security.open.length} still open.`,
    `- Figures: ${worse.length} worse${named(worse)}, ${of('better').length} better, ${of('inconclusive', 'invalid').length} of ${changes.length} cannot be told.`,
    `- Claims: ${claims.length} changed${named(claims.map(({ id }) => id))}.`,
  ].join('\n');
}

/** Counts for each standard, and each requirement that was broken. */
function requirements({ requirements: all = [], schemes }: Results): Section {
  const told = all.filter(({ attacks, properties }) => attacks.length + properties.length > 0);
  if (told.length === 0) return { title: 'Requirements of standards', body: '' };
  const counts = table(
    ['standard', ...schemes.map(({ id }) => id)],
    standards.map(({ title, rules }) => [
      plain(title),
      ...schemes.map(({ id }) =>
        countsText(all.filter((one) => one.scheme === id && rules.some((rule) => rule.id === one.id))),
      ),
    ]),
  );
  const broken = table(
    ['not met', 'scheme', 'shown by'],
    all
      .filter(({ state }) => state === 'not-met')
      .map(({ id, level, scheme, because }) =>
        [level === undefined ? id : `${id} (level ${level})`, scheme, withDurations(because)].map(plain),
      ),
  );
  return { title: 'Requirements of standards', body: [counts, ...(broken ? ['', broken] : [])].join('\n') };
}

function attacks({ attacks, run }: Results): Section {
  const ids = [...new Set(attacks.map(({ id }) => id))];
  const cell = (id: string, scheme: string) => {
    const one = attacks.find((attack) => attack.id === id && attack.scheme === scheme);
    if (!one) return '–';
    const window = one.outcome === 'window' ? windowOf(one) : undefined;
    const { word } = ofAttack(one);
    return (one.asExpected === false ? `**FAILED: ${word}**` : word) + (window ? `: ${windowText(window)}` : '');
  };
  const rows = ids.map((id) => [
    plain(attacks.find((attack) => attack.id === id)?.title ?? id),
    ...run.schemes.map((scheme) => cell(id, scheme)),
  ]);
  const matrix = table(['attack', ...run.schemes], rows);
  return {
    title: 'Attacks',
    body: ids.length === 0 ? '' : matrix,
  };
}

function targets({ fixFirst = [], properties = [] }: Results): Section {
  const fixes = fixFirst.map(
    ({ scheme, severity, fix, because, against, references }, i) =>
      `${i + 1}. **${plain(fix)}** ${code(scheme)}, ${severity}, against ${plain(against.join(' and '))}: ${plain(sentence(withDurations(because)))} ${plain(references.join(', '))}`,
  );
  const found = table(
    ['server', 'property', 'found', 'owner’s word', 'standard'],
    properties
      .filter(({ state }) => state !== 'not-applicable')
      .map(({ scheme, title, state, shown, because, declaration, level }) =>
        [
          scheme,
          title,
          withDurations(shown ?? `${wordOf(state)}: ${because}`),
          declaration ? `${declaration.says}${declaration.kept === false ? ' (broken)' : ''}` : '–',
          level ? (level.meets ? 'meets' : 'falls short') : '–',
        ].map(plain),
      ),
  );
  return {
    title: 'Your own servers: what to fix first',
    body: [
      ...(fixes.length > 0 ? ['## Your own servers: what to fix first', ''] : []),
      ...fixes,
      ...(found ? ['', found] : []),
    ].join('\n'),
  };
}

function comparisons(results: Results): Section {
  const body = table(
    [
      'scenario',
      'metric',
      'scheme',
      'against',
      'ratio [95 % interval]',
      'rounds',
      'verdict',
      'for a decision',
      'because',
    ],
    results.comparisons.map((one) => {
      const { kind, scenario, scheme, reference, ratio: value, ciLow, ciHigh } = one;
      return [
        titleOf(results, scenario),
        metric(one.metric).title,
        [scheme, variedText(one)].filter(Boolean).join(', '),
        kind === 'a-a' ? 'itself, measured twice' : reference,
        ratio(value, ciLow, ciHigh),
        String(one.rounds),
        ofComparison(one).word,
        decisionText(one, results) ?? '–',
        one.because,
      ].map(plain);
    }),
  );
  return { title: 'Comparisons', body };
}

function runtimes(results: Results): Section {
  const [reference = ''] = results.run.schemes;
  const body = table(
    [
      'Node.js',
      'scheme',
      ...runtimeMetrics.flatMap((name) => [metric(name).title, `to ${reference} on the same Node.js [95 % interval]`]),
    ],
    onRuntimes(results).map(({ node, scheme, figures, ratios }) =>
      [
        node,
        scheme,
        ...runtimeMetrics.flatMap((name) => {
          const [found, one] = [figures[name], ratios[name]];
          return [
            found ? `${figure(found.median)} ${found.unit === 'us' ? 'µs' : found.unit}` : '–',
            one
              ? `${ratio(one.ratio, one.ciLow, one.ciHigh)}${one.scheme === one.reference ? ' (measured twice)' : ''} ${ofComparison(one).word}`
              : '–',
          ];
        }),
      ].map(plain),
    ),
  );
  return { title: 'On each Node.js', body };
}

function libraries(results: Results): Section {
  const body = table(
    ['server', 'floor', `ratio [95 % interval], at most ${mostOverLibrary}`, 'rounds', 'verdict', 'because'],
    overLibraries(results).map(({ scheme, floor = '–', ratio: value, ciLow, ciHigh, rounds, verdict, because }) =>
      [scheme, floor, ratio(value, ciLow, ciHigh), String(rounds), ofLibrary(verdict).word, because].map(plain),
    ),
  );
  return { title: 'Reference servers over their own libraries', body };
}

function scaling({ scaling }: Results): Section {
  const body = table(
    [
      'scheme',
      'state kept in',
      'instances',
      'event',
      'requests',
      'refused',
      'failed',
      'signed out',
      'renewals refused',
      'renewals failed',
    ],
    scaling.map((row) =>
      [
        row.scheme,
        kept[row.mode],
        String(row.instances),
        eventText(row.event),
        exact(row.requests),
        row.valid ? exact(row.refused) : `invalid: ${row.invalidReason ?? 'no reason was kept'}`,
        exact(row.failed),
        `${row.lostUsers} of ${row.users}`,
        `${row.renewalsRefused} of ${row.renewals}`,
        row.renewalsFailed === undefined ? '–' : exact(row.renewalsFailed),
      ].map(plain),
    ),
  );
  const conditions = new Set(
    scaling.flatMap(({ event, scheme, settings }) => {
      const told = testedWith(settings);
      return told === undefined ? [] : [`- ${plain(`${eventText(event)} on ${scheme}: ${told}`)}`];
    }),
  );
  return { title: 'Scaling', body: [body, ...(conditions.size > 0 ? ['', ...conditions] : [])].join('\n') };
}

function scaleOut({ scaleOut = [] }: Results): Section {
  const body = table(
    [
      'scheme',
      'state kept in',
      'instances',
      'requests/s',
      'limit',
      'server CPU, µs',
      'store CPU, µs',
      'predicted before',
    ],
    scaleOut.map((row) =>
      [
        row.scheme,
        kept[row.mode],
        String(row.instances),
        row.valid ? figure(row.perSecond) : `invalid: ${row.invalidReason ?? 'no reason was kept'}`,
        row.limit,
        figure(row.cpu.servers),
        row.cpu.store === undefined ? '–' : figure(row.cpu.store),
        row.heldOut ? 'yes' : 'no',
      ].map(plain),
    ),
  );
  return { title: 'Throughput over instances', body: body };
}

function predictions({ predictions = [] }: Results): Section {
  const body = table(
    ['scheme', 'quantity', 'point', 'predicted', 'measured', 'error'],
    predictions.map((one) =>
      [
        one.scheme,
        quantityTitles[one.quantity],
        pointText(one),
        figure(one.predicted),
        one.measured === null ? '–' : figure(one.measured),
        errorText(one),
      ].map(plain),
    ),
  );
  return { title: 'Predicted, then measured', body: body };
}

function claims({ claims }: Results): Section {
  const body = table(
    ['statement', 'scheme', 'state', 'measured', 'condition', 'further schemes'],
    claims.map(({ statement, scheme, state, measured, condition, beyond = [] }) =>
      [
        statement,
        scheme,
        ofClaim(state).word,
        measured,
        condition ?? '',
        beyond.map((one) => `${one.scheme} ${ofClaim(one.state).word}`).join(', '),
      ].map(plain),
    ),
  );
  return { title: 'Claims', body: body };
}

function quality({ quality }: Results): Section {
  const body = table(
    ['check', 'measured', 'limit', 'state'],
    quality.map(({ title, measured, limit, state }) => [title, measured, limit, state].map(plain)),
  );
  return { title: 'Data quality', body };
}

function caveats({ limits }: Results): Section {
  return { title: 'What this run cannot tell', body: limits.map((caveat) => `- ${plain(caveat)}`).join('\n') };
}

function environment({ environment, run, schemaVersion, methodVersion }: Results): Section {
  const { cpu, cores, os, node, commit, versions } = environment;
  const facts = [
    `${cpu}, ${cores} cores, ${os}, Node ${node}`,
    `commit ${commit ?? 'unknown'}, schema ${schemaVersion}, method ${methodVersion}, seed ${run.seed}`,
    Object.entries(versions)
      .map(([name, version]) => `${name} ${version}`)
      .join(', '),
  ];
  const body = [...facts.map((fact) => `- ${plain(fact)}`), `- reproduce: ${code(run.command)}`].join('\n');
  return { title: 'Environment', body: body };
}

function titleOf({ scenarios }: Results, id: string): string {
  return scenarios.find((scenario) => scenario.id === id)?.title ?? id;
}

function wordOf(state: NonNullable<Results['properties']>[number]['state']): string {
  return state === 'inconclusive' || state === 'not-run' ? ofCell(state).word : state;
}

/** Cells are Markdown; `plain` makes it of anything else. */
function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  if (rows.length === 0) return '';
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [head.map(plain), head.map(() => '---'), ...rows].map(line).join('\n');
}

function folded(summary: string, body: string): string {
  return body === '' ? '' : `<details><summary>${summary}</summary>\n\n${body}\n\n</details>`;
}
