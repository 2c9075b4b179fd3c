import { cellsOf } from '../advice/lookup.ts';
import { growthText } from '../capacity/growth-text.ts';
import type { Results } from '../results/results.ts';
import { auditText } from '../standards/audit-text.ts';
import { counted, exact, list, listOf, percent, sentence } from '../text/wording.ts';
import { silenceText, silent } from './answered-rounds.ts';
import { caveats } from './caveats.ts';
import { dependsOn } from './choices.ts';
import { performance } from './performance.ts';
import { fixesOf } from './remediation.ts';
import { runtimesInWords } from './runtimes.ts';
import { securityCount, securityTexts } from './security-count.ts';
import { serverDeath } from './server-death.ts';
import { unmeasured } from './unmeasured.ts';
import { windowOf, windowText } from './window.ts';

type Sentence = Results['answer'][number];
type Row = Results['scaling'][number];

const most = 9;

/**
 * Which scheme for whom, in at most nine sentences, from what this run measured and nothing else. What could not be
 * decided is said as such, and a premise that was not measured gives no sentence.
 */
export function summarise(results: Results): Pick<Results, 'answer' | 'limits'> {
  const sentences = [
    deaths(results),
    targets(results),
    broken(results),
    runtime(results),
    failures(results),
    ...performance(results),
    revocation(results),
    security(results),
    growth(results),
    scaling(results),
    outage(results),
    ...varied(results),
  ].filter((sentence) => sentence !== undefined);
  const nothing: Sentence = { text: unanswering(results), basis: [] };
  return {
    answer: [...interruption(results), ...(sentences.length === 0 ? [nothing] : sentences)].slice(0, most),
    limits: caveats(results),
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
  const basis = first ? [first.reference, first.scheme].flatMap((side) => cellsOf(results, side, first.scenario)) : [];
  return dependsOn(results).map((text) => ({ text, basis }));
}

function interruption({ run, cells }: Results): Sentence[] {
  if (run.state === 'complete') return [];
  const ended = cells.filter(({ state }) => state !== 'not-run').length;
  return [{ text: `The run was ended early, after ${ended} tests.`, basis: [] }];
}

function growth(results: Results): Sentence | undefined {
  const text = growthText(results);
  const rows = results.scaleOut?.filter(({ valid }) => valid) ?? [];
  return text === undefined ? undefined : { text, basis: [...new Set(rows.map(({ evidence }) => evidence))] };
}

/** What was asked for and broke is no silence. */
function broken(results: Results): Sentence | undefined {
  const whole = unmeasured(results);
  const alone = silent(results).filter(({ scenario }) => whole.every((one) => one.scenario !== scenario));
  const parts = [
    ...whole.map(({ title, because }) => `${title} could not be measured: ${because}`),
    ...alone.map(silenceText),
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
  const there = (results.environment.runtimes ?? []).map(({ variation }) => variation);
  const of = ({ cell: { arm } }: Results['evidence'][number]) => there.some((one) => one === arm?.variation);
  return { text, basis: results.evidence.filter(of).map(({ id }) => id) };
}

function targets(results: Results): Sentence | undefined {
  const { targets = [], properties = [] } = results;
  if (targets.length === 0) return undefined;
  const fixFirst = fixesOf(results, targets);
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

/** Attacks that have a verdict. */
function judgedOf({ attacks }: Results): Results['attacks'] {
  return attacks.filter(({ asExpected, outcome }) => asExpected !== null && outcome !== 'not-applicable');
}

function failures(results: Results): Sentence | undefined {
  const judged = judgedOf(results);
  const failed = judged.filter(({ asExpected }) => asExpected === false);
  if (failed.length === 0) return undefined;
  const names = failed.map(({ id, scheme }) => `${id} on ${scheme}`);
  return {
    text: `${exact(failed.length)} of ${counted(judged.length, 'attack')} broke through or did not end as required, which outweighs every figure below: ${list(names)}.`,
    basis: named(failed),
  };
}

function security(results: Results): Sentence | undefined {
  const judged = judgedOf(results);
  const count = securityCount(results);
  if (judged.length === 0 || count.broke + count.otherwise > 0) return undefined;
  const attacks = new Set(judged.map(({ id }) => id)).size;
  return {
    text: [
      `${counted(attacks, 'attack')} on ${listOf(3, unique(judged.map(({ scheme }) => scheme)))}.`,
      ...securityTexts(count),
      'Each attack also ran against a weakened server, and won there.',
    ].join(' '),
    basis: named(judged),
  };
}

function revocation(results: Results): Sentence | undefined {
  const { attacks } = results;
  const replays = attacks.filter(({ id }) => id === 'replay-after-logout');
  const seen = replays.map((attack) => ({ scheme: attack.scheme, window: windowOf(attack) }));
  const ended = seen.filter(({ window }) => window?.kind === 'none').map(({ scheme }) => scheme);
  const windows = seen.flatMap(({ scheme, window }) =>
    window === undefined || window.kind === 'none' ? [] : [{ scheme, text: windowText(window) }],
  );
  if (windows.length + ended.length === 0) return undefined;
  const audit = auditText(results);
  return {
    text: [
      ...windows.map(({ scheme, text }) => `After a logout a copied credential works on with ${scheme} for ${text}.`),
      ...(ended.length > 0 ? [`After a logout it is refused at once with ${list(ended)}.`] : []),
      ...(windows.length > 0 && ended.length > 0
        ? [`Where a logout must act at once, take ${list(ended, 'or')}.`]
        : []),
      ...(audit === undefined ? [] : [audit]),
    ].join(' '),
    basis: named(replays),
  };
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
    return `${scheme} refuses ${list(parts)}`;
  });
  const deaf = unique(own.filter(({ row }) => row.wronglyAccepted > 0).map(({ row }) => row.scheme));
  const asked = sum(common, ({ requests, renewals }) => requests + renewals);
  const refused = sum(common, ({ refused, renewalsRefused }) => refused + renewalsRefused);
  const accepted = sum(common, ({ wronglyAccepted }) => wronglyAccepted);
  const wrong = accepted > 0 ? `, and accepted ${exact(accepted)} credentials that had ended or were never good` : '';
  const text = [
    ...(shares.length > 0
      ? [`Where each instance keeps its own state, signed-in users are turned away: ${shares.join('; ')}.`]
      : []),
    ...(deaf.length > 0
      ? [`There the others do not hear of a logout at one: with ${list(deaf)} what it ended works on.`]
      : []),
    ...(asked > 0 ? [`A shared store, or none, refused ${exact(refused)} of ${exact(asked)} requests${wrong}.`] : []),
  ];
  return text.length === 0
    ? undefined
    : { text: text.join(' '), basis: named([...lossy.map(({ row }) => row), ...common]) };
}

/** Reads where the scheme keeps state for them, else renewals. */
function losses(row: Row): { lost: number; of: number; what: string } {
  return row.refused === 0 && row.renewals > 0
    ? { lost: row.renewalsRefused, of: row.renewals, what: 'renewals' }
    : { lost: row.refused, of: row.requests, what: 'requests' };
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
  const text = [
    `With the store dead, reads get no good answer: ${shares.map(({ scheme, share }) => `${percent(share)} with ${scheme}`).join('; ')}.`,
    ...shares
      .filter(({ renewals }) => renewals > 0)
      .map(
        ({ scheme, renewals }) =>
          `${percent(renewals)} of renewals with ${scheme} fail: its users are out when their access tokens end.`,
      ),
    ...(never.length > 0 ? [`No store is needed with ${list(never)}.`] : []),
    ...(spared.length > 0 && spared.length < schemes.length + never.length
      ? [`Where reads must survive an outage of the store, take ${list(spared, 'or')}.`]
      : []),
  ];
  return { text: text.join(' '), basis: named([...dead, ...without]) };
}

function unserved(rows: readonly Row[]): number {
  return sum(rows, ({ refused, failed }) => refused + failed);
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
