import type { Results } from '../results/results.ts';
import { counted } from '../statistics/counted.ts';
import { mainScenario } from '../statistics/main-scenario.ts';
import { duration, exact, list, percent, ratio, sentence, times } from '../text/wording.ts';
import { inWords, silent } from './answers.ts';
import { limits } from './caveats.ts';
import { cheapened } from './cheapened.ts';
import { dependsOn } from './choices.ts';
import { runtimesInWords } from './runtimes.ts';
import { serverDeath } from './server-death.ts';
import { spread } from './spread.ts';
import { unmeasured } from './unmeasured.ts';
import { windowOf, windowText } from './window.ts';

type Sentence = Results['answer'][number];
type Comparison = Results['comparisons'][number];
type Row = Results['scaling'][number];

const most = 6;

/**
 * Which scheme for whom, in at most six sentences, from what this run measured and nothing else. What could not be
 * decided is said as such, and a premise that was not measured gives no sentence.
 */
export function answer(results: Results): Pick<Results, 'answer' | 'limits'> {
  const sentences = [
    deaths(results),
    targets(results),
    broken(results),
    runtime(results),
    security(results),
    revocation(results),
    scaling(results),
    measured(results, cost(results)),
    measured(results, latency(results)),
    outage(results),
    ...varied(results),
  ].filter((sentence) => sentence !== undefined);
  const nothing: Sentence = { text: unanswering(results), basis: [] };
  return {
    answer: [...interruption(results), ...(sentences.length === 0 ? [nothing] : sentences)].slice(0, most),
    limits: limits(results),
  };
}

/** What was measured may be no part of an answer, and is there all the same. */
function unanswering({ run, samples, scaling }: Results): string {
  const has =
    samples.some(({ valid, metric }) => valid && metric !== 'rate.offered') || scaling.some(({ valid }) => valid);
  return has
    ? `No sentence of an answer rests on what this run measured (${list(run.suites)}): its tables are in the report.`
    : 'This run measured nothing that an answer could rest on.';
}

/** Whether who is cheaper or faster depends on how a scheme is built. */
function varied(results: Results): Sentence[] {
  const [first] = results.comparisons.filter(
    ({ kind, scheme, reference }) => kind === 'sensitivity' && scheme !== reference,
  );
  const basis = first === undefined ? [] : evidenceOf(results, first);
  return dependsOn(results).map((text) => ({ text, basis }));
}

function interruption({ run, cells }: Results): Sentence[] {
  if (run.state === 'complete') return [];
  const ended = cells.filter(({ state }) => state !== 'not-run').length;
  return [{ text: `The run was ended early, after ${ended} cells.`, basis: [] }];
}

/** What was asked for and broke is no silence. */
function broken(results: Results): Sentence | undefined {
  const whole = unmeasured(results);
  const alone = silent(results).filter(({ scenario }) => whole.every((one) => one.scenario !== scenario));
  const parts = [
    ...whole.map(({ title, because }) => `${title} could not be measured: ${because}`),
    ...alone.map(inWords),
  ];
  return parts.length === 0 ? undefined : { text: sentence(parts.join('; ')), basis: [] };
}

/** Whoever is ended by a request has nothing that is graver, and part of what follows was not told. */
function deaths({ attacks }: Results): Sentence | undefined {
  const ended = attacks.filter(({ id }) => id === serverDeath.id);
  if (ended.length === 0) return undefined;
  const parts = ended.map(({ scheme, because }) => `on ${scheme}, ${because}`);
  return { text: sentence(parts.join('; ')), basis: named(ended) };
}

/** What the figures below were measured on decides more than they do, where they turn with it. */
function runtime(results: Results): Sentence | undefined {
  const text = runtimesInWords(results);
  if (text === undefined) return undefined;
  const of = ({ cell }: Results['evidence'][number]) => cell.includes('+sensitivity:node-');
  return { text, basis: results.evidence.filter(of).map(({ id }) => id) };
}

function targets({ targets = [], fixFirst = [], properties = [] }: Results): Sentence | undefined {
  if (targets.length === 0) return undefined;
  const names = list(targets.map(({ scheme }) => scheme));
  const open = properties.filter(({ state }) => state === 'inconclusive').length;
  const undecided = open === 0 ? '' : `; ${open === 1 ? '1 property' : `${open} properties`} could not be decided`;
  const [first] = fixFirst;
  if (!first)
    return {
      text: `Nothing to fix first was found on ${names}${undecided}.`,
      basis: properties
        .map(({ evidence }) => evidence)
        .filter(Boolean)
        .slice(0, 3),
    };
  return {
    text: `${names}: ${fixFirst.length === 1 ? '1 thing' : `${fixFirst.length} things`} to fix${undecided}. The first, on ${first.scheme} (${first.severity}): ${first.fix}`,
    basis: first.evidence,
  };
}

function security({ attacks }: Results): Sentence | undefined {
  const judged = attacks.filter(({ asExpected, outcome }) => asExpected !== null && outcome !== 'not-applicable');
  const failed = judged.filter(({ asExpected }) => asExpected === false);
  if (judged.length === 0) return undefined;
  if (failed.length > 0) {
    const names = failed.map(({ id, scheme, outcome }) => `${id} on ${scheme} (${outcome})`);
    return {
      text: `${failed.length} of ${judged.length} attacks did not end as required, which outweighs every figure below: ${list(names)}.`,
      basis: named(failed),
    };
  }
  const count = (outcome: Results['attacks'][number]['outcome']) =>
    attacks.filter((one) => one.outcome === outcome).length;
  const [open, windows] = [count('inconclusive'), count('window')];
  const undecided = open === 0 ? '' : `; ${open} more had no verdict`;
  const declared = windows === 0 ? '' : `, ${windows} of them a window that the scheme declares`;
  return {
    text: `${exact(new Set(judged.map(({ id }) => id)).size)} attacks on ${list(unique(judged.map(({ scheme }) => scheme)))}: all ${exact(judged.length)} verdicts are as required${declared}, each beside a weakened server that the same attack beat${undecided}.`,
    basis: named(judged),
  };
}

function revocation({ attacks }: Results): Sentence | undefined {
  const replays = attacks.filter(({ id }) => id === 'replay-after-logout');
  const seen = replays.map((attack) => ({ scheme: attack.scheme, window: windowOf(attack) }));
  const ended = seen.filter(({ window }) => window?.kind === 'none').map(({ scheme }) => scheme);
  const windows = seen.flatMap(({ scheme, window }) => {
    return window?.kind === 'bounded' || window?.kind === 'untold' ? `${scheme} for ${windowText(window)}` : [];
  });
  if (windows.length + ended.length === 0) return undefined;
  const parts = [
    ...(windows.length > 0 ? [`a copied credential still worked after logout with ${list(windows)}`] : []),
    ...(ended.length > 0
      ? [
          `${windows.length > 0 ? 'it' : 'a credential copied before the logout'} was refused at once with ${list(ended)}`,
        ]
      : []),
  ];
  const advice =
    windows.length > 0 && ended.length > 0
      ? `: where a logout must act at once, that points to ${list(ended, 'or')}`
      : '';
  return { text: sentence(`${parts.join(', and ')}${advice}`), basis: named(replays) };
}

function scaling(results: Results): Sentence | undefined {
  const rows = results.scaling.filter(({ valid, event, instances }) => valid && event === 'none' && instances > 1);
  const own = rows.filter(({ mode }) => mode === 'own-memory').map((row) => ({ row, ...losses(row) }));
  const lossy = own.filter(({ lost }) => lost > 0);
  const common = rows.filter(({ mode }) => mode === 'shared' || mode === 'none');
  if (common.length === 0 && own.length === 0) return undefined;
  const shares = unique(lossy.map(({ row }) => row.scheme)).map((scheme) => {
    const own = lossy.filter(({ row }) => row.scheme === scheme);
    const parts = own.map(
      ({ row, lost, of, what }, i) =>
        `${percent(lost / of)}${own[i - 1]?.what === what ? '' : ` of ${what}`} at ${row.instances} instances`,
    );
    return `${scheme} refused ${list(parts)}`;
  });
  const asked = sum(common, ({ requests, renewals }) => requests + renewals);
  const refused = sum(common, ({ refused, renewalsRefused }) => refused + renewalsRefused);
  const accepted = sum(common, ({ wronglyAccepted }) => wronglyAccepted);
  const wrong = accepted > 0 ? ` and accepted ${exact(accepted)} credentials that had ended or were never good` : '';
  const parts = [
    ...(shares.length > 0 ? [`with state in each instance's own memory, ${list(shares)}`] : []),
    ...(asked > 0 ? [`a shared store, or none, refused ${exact(refused)} of ${exact(asked)}${wrong}`] : []),
  ];
  return parts.length === 0
    ? undefined
    : { text: sentence(parts.join('; ')), basis: named([...lossy.map(({ row }) => row), ...common]) };
}

/** Reads where the scheme keeps state for them, else renewals. */
function losses(row: Row): { lost: number; of: number; what: string } {
  return row.refused === 0 && row.renewals > 0
    ? { lost: row.renewalsRefused, of: row.renewals, what: 'renewals' }
    : { lost: row.refused, of: row.requests, what: 'requests' };
}

/** What is said of one metric of the scenario that carries the comparison. */
interface Statement {
  readonly parts: readonly string[];
  readonly found: readonly Comparison[];
}

function measured(results: Results, statements: readonly Statement[]): Sentence | undefined {
  const found = statements.flatMap((statement) => statement.found);
  const [first] = found;
  if (first === undefined) return undefined;
  const { scenario } = first;
  const title = results.scenarios.find(({ id }) => id === scenario)?.title ?? scenario;
  const rate = spread(
    results.samples.filter((one) => one.scenario === scenario && one.arm === 'main' && one.metric === 'rate.offered'),
  );
  const condition = cheapened(results, first);
  const offered =
    rate === undefined ? '' : ` at ${exact(Math.round(rate.median))} requests/s on Node.js ${results.environment.node}`;
  return {
    text: `${title}${offered}${condition === undefined ? '' : `, ${condition}`}: ${statements.flatMap(({ parts }) => parts).join('; ')}.`,
    basis: unique(found.flatMap((one) => evidenceOf(results, one))),
  };
}

function cost(results: Results): Statement[] {
  const where = 'where that is what a request costs';
  const total = statement(results, 'cpu.total', 'CPU time per request, of servers and store,', where);
  return total.length > 0 ? total : statement(results, 'cpu.servers', 'CPU time per request, of servers,', where);
}

/** Only where it tells something: it is the last to be decided. */
function latency(results: Results): Statement[] {
  return [
    ...statement(results, 'latency.p50', 'median latency', 'where the usual answer matters'),
    ...statement(results, 'latency.p99', 'p99 latency', 'where the slowest answers matter'),
  ].filter(({ found }) => found.some(isDecided));
}

function statement(results: Results, metric: string, noun: string, where: string): Statement[] {
  const reference = results.run.schemes[0] ?? '';
  const scenario = mainScenario(results.comparisons);
  const found = results.comparisons.filter(
    (one) => one.kind === 'scheme' && one.scenario === scenario && one.metric === metric && one.reference === reference,
  );
  if (found.length === 0) return [];
  const decided = found.filter(isDecided);
  const open = found.filter((one) => !isDecided(one));
  const better = decided.filter(({ verdict }) => verdict === 'better').map(({ scheme }) => scheme);
  const best = found.every(({ verdict }) => verdict === 'worse') ? [reference] : better;
  const short = noun.split(',')[0] ?? noun;
  const ratios = decided.map(
    ({ scheme, ratio, ciLow, ciHigh, verdict }) =>
      `${scheme} takes ${times(ratio)} times the ${short} of ${reference} (95 % interval ${times(ciLow)} to ${times(ciHigh)}: ${verdict})`,
  );
  const advice = best.length > 0 ? `, which points to ${list(best, 'or')} ${where}` : '';
  const parts = [
    ...(open.some(({ verdict }) => verdict === 'invalid') ? [] : figures(results, found, noun)),
    ...(ratios.length > 0 ? [list(ratios) + advice] : []),
    ...untold(open, short, reference),
  ];
  return [{ parts, found }];
}

/** What the schemes were measured at, and what the route takes without them. */
function figures({ run, samples }: Results, [first]: readonly Comparison[], noun: string): string[] {
  if (first === undefined) return [];
  const own = counted(samples).filter(({ scenario, metric }) => scenario === first.scenario && metric === first.metric);
  const middle = (arm: string, scheme?: string) => {
    const found = spread(own.filter((one) => one.arm === arm && (scheme === undefined || one.scheme === scheme)));
    return found?.unit === 'us' ? duration(found.median / 1_000) : undefined;
  };
  const shown = run.schemes.flatMap((scheme) => {
    const value = middle('main', scheme);
    return value === undefined ? [] : [`${value} with ${scheme}`];
  });
  const bare = middle('floor');
  return shown.length === 0
    ? []
    : [`${noun} ${list([...shown, ...(bare === undefined ? [] : [`${bare} without authentication`])])}`];
}

/** Which pairs look alike so far, and how much longer it would take to tell. */
function untold(open: readonly Comparison[], noun: string, reference: string): string[] {
  return unique(open.map(({ verdict }) => verdict)).map((verdict) => {
    const alike = open.filter((one) => one.verdict === verdict);
    const schemes = list(alike.map(({ scheme }) => scheme));
    if (verdict === 'invalid') return `the ${noun} of ${schemes} is invalid: ${alike[0]?.because}`;
    // one round has a ratio, and no interval to go with it
    const hasInterval = alike.every(({ ciLow }) => ciLow !== null);
    const seen = list(alike.map(({ ratio: middle, ciLow, ciHigh }) => ratio(middle, ciLow, ciHigh)));
    const further = alike.map(({ furtherRounds }) => furtherRounds);
    const longer = further.every((rounds) => rounds !== undefined)
      ? `; about ${exact(Math.max(...further))} more rounds would settle it`
      : '';
    return `this run does not tell ${schemes}${hasInterval ? ` (${seen} of ${reference})` : ''} from ${reference}${longer}`;
  });
}

function isDecided({ verdict, ciLow }: Comparison): boolean {
  return verdict !== 'inconclusive' && verdict !== 'invalid' && ciLow !== null;
}

function outage({ scaling }: Results): Sentence | undefined {
  const dead = scaling.filter(({ valid, event, requests }) => valid && event === 'store-dies' && requests > 0);
  if (dead.length === 0) return undefined;
  const without = scaling.filter(
    (row) => row.valid && row.mode === 'none' && row.phases === undefined && row.requests > 0 && unserved([row]) === 0,
  );
  const schemes = unique(dead.map(({ scheme }) => scheme));
  const shares = schemes.map((scheme) => {
    const rows = dead.filter((row) => row.scheme === scheme);
    const renewals = sum(rows, ({ renewalsFailed = 0 }) => renewalsFailed) / sum(rows, (row) => row.renewals);
    return { scheme, share: unserved(rows) / sum(rows, ({ requests }) => requests), renewals };
  });
  const never = unique(without.map(({ scheme }) => scheme)).filter((scheme) => !schemes.includes(scheme));
  const spared = [...shares.filter(({ share }) => share === 0).map(({ scheme }) => scheme), ...never];
  const parts = shares.map(({ scheme, share }) => `${percent(share)} of reads with ${scheme}`);
  const renewals = shares
    .filter(({ renewals }) => renewals > 0)
    .map(
      ({ scheme, renewals }) =>
        `; ${percent(renewals)} of renewals with ${scheme} failed too, so that its users are out when their access tokens end`,
    );
  const ran = never.length > 0 ? `, and ${list(never)} ran without one` : '';
  const advice =
    spared.length > 0 && spared.length < schemes.length + never.length
      ? `: where reads must survive an outage of the store, that points to ${list(spared, 'or')}`
      : '';
  return {
    text: `With the store dead, ${list(parts)} got no good answer${ran}${renewals.join('')}${advice}.`,
    basis: named([...dead, ...without]),
  };
}

function unserved(rows: readonly Row[]): number {
  return sum(rows, ({ refused, failed }) => refused + failed);
}

/** One cell of either side of a comparison; the report leads from there to the others. */
function evidenceOf({ evidence }: Results, { scenario, scheme, reference }: Comparison): string[] {
  return [reference, scheme].flatMap((side) => {
    const cell = evidence.find((one) => one.scheme === side && one.cell.split('/').includes(scenario));
    return cell ? [cell.id] : [];
  });
}

function unique<T>(items: readonly T[]): T[] {
  return [...new Set(items)];
}

function named(rows: readonly { readonly evidence: string }[]): string[] {
  return rows.map(({ evidence }) => evidence).filter((id) => id !== '');
}

function sum<T>(rows: readonly T[], of: (row: T) => number): number {
  return rows.reduce((total, row) => total + of(row), 0);
}
