import type { Results } from '../results/results.ts';
import { mainScenario } from '../statistics/main-scenario.ts';
import { capitalised, inSentence, list, percent, ratio, sentence } from '../text/wording.ts';
import { decisionOf, defaultDecisionMargin, isDecided } from './decision.ts';
import { canBeSettled, isWorthRounds, remedyOf } from './remedy.ts';

type Comparison = Results['comparisons'][number];
/** As much of a run as they are answered from. */
type Read = Parameters<typeof remedyOf>[1] & Pick<Results, 'comparisons' | 'environment'>;

interface Asked {
  readonly title: string;
  /** The first that was compared counts. */
  readonly metrics: readonly string[];
}

export interface LoadQuestion extends Asked {
  /** Each scheme against the reference; none where it was not measured. */
  readonly comparisons: readonly Comparison[];
}

/** What people ask first of a load bench. */
const asked: readonly Asked[] = [
  { title: 'Throughput at saturation', metrics: ['throughput'] },
  { title: 'CPU per request', metrics: ['cpu.total', 'cpu.servers'] },
  { title: 'Median latency', metrics: ['latency.p50'] },
];
const further: Asked = { title: 'The slowest answers (p99)', metrics: ['latency.p99'] };

/** The three questions, as far as the scenario that carries the comparison answers them. */
export function questionsOf(results: Read): LoadQuestion[] {
  return asked.map((one) => questionOf(one, results));
}

/** The tail is noisier and asked less: nothing is said of it where it has no answer. */
export function tailOf(results: Read): LoadQuestion | undefined {
  const tail = questionOf(further, results);
  return tail.comparisons.some((one) => isDecided(one, results)) ? tail : undefined;
}

/** Which of the three questions have an answer, in one sentence; undefined where none was asked of two schemes. */
export function questionsAnswered(results: Read): string | undefined {
  const questions = questionsOf(results);
  const missing = questions.filter(({ comparisons }) => comparisons.length === 0);
  const open = questions.filter(({ comparisons }) => comparisons.some((one) => !isDecided(one, results)));
  const answered = questions.filter((question) => !missing.includes(question) && !open.includes(question));
  if (missing.length === questions.length) return undefined;
  if (answered.length === questions.length)
    return `${where(results)}: all three questions have an answer, ${names(answered)}.`;
  const [none, one] = answered;
  return `${[
    `${where(results)}: ${counts[answered.length]} of three questions ${one ? 'have' : 'has'} an answer${none ? `, ${names(answered)}` : ''}`,
    ...(open.length > 0 && none ? [`${names(open)} ${open.length > 1 ? 'have' : 'has'} none yet`] : []),
    ...(missing.length > 0 ? [`${names(missing)} ${missing.length > 1 ? 'were' : 'was'} not measured`] : []),
  ].join('; ')}.`;
}

const counts = ['none', 'one', 'two'] as const;

/** All that the run says of them, a sentence each: which have an answer, the figures of each, and what is left to do. */
export function conclusions(results: Read): string[] {
  const answered = questionsAnswered(results);
  if (answered === undefined) return [];
  const told = [...questionsOf(results), ...[tailOf(results) ?? []].flat()].flatMap((question) => {
    const text = conclusionText(question, results);
    return text === undefined ? [] : [`${question.title}, ${text}.`];
  });
  return [answered, ...nothingDecides(results), ...told, ...leftToDo(results)];
}

/**
 * What one came to, without a capital. Schemes of which the same is true are told together; nothing is said of those of
 * which nothing is known.
 */
export function conclusionText({ comparisons }: Pick<LoadQuestion, 'comparisons'>, results: Read): string | undefined {
  const meanings = new Map<string, string[]>();
  for (const one of comparisons) {
    const told = findingOf(one, results);
    if (told) meanings.set(told.meaning, [...(meanings.get(told.meaning) ?? []), `${one.scheme} ${told.difference}`]);
  }
  const [first] = comparisons;
  if (first === undefined || meanings.size === 0) return undefined;
  const parts = [...meanings].map(([meaning, schemes]) => breathed(schemes, meaning));
  return `against ${first.reference}: ${parts.join('; ')}`;
}

/** More words at once are read twice: then each scheme stands by itself. */
const mostWords = 24;

function breathed(schemes: readonly string[], meaning: string): string {
  const whole = `${list(schemes)}, ${meaning}`;
  return whole.split(' ').length > mostWords ? `${schemes.join('; ')}, ${meaning}` : whole;
}

/** What follows for an architect where all differences of all three lie within the margin. */
export function nothingDecides(results: Read): string[] {
  const { decisionMargin = defaultDecisionMargin } = results;
  const isWithin = questionsOf(results).every(
    ({ comparisons }) =>
      comparisons.length > 0 && comparisons.every((one) => decisionOf(one, results)?.state === 'within'),
  );
  return isWithin
    ? [`No difference reaches the ${percent(decisionMargin)} that would decide: choose by something else.`]
    : [];
}

/** Why some have no answer, and how they come to one; how others come to a bound that tells more than theirs. */
export function leftToDo(results: Read): string[] {
  const questions = questionsOf(results);
  return [...spoilt(questions, results), ...remedies(questions, results)];
}

function questionOf(one: Asked, { comparisons, run }: Read): LoadQuestion {
  const main = mainScenario(comparisons);
  const pairs = one.metrics.map((metric) => pairsOf({ comparisons, run }, main, metric));
  return { ...one, comparisons: pairs.find(({ length }) => length > 0) ?? [] };
}

/** Each scheme against the run's first one. */
export function pairsOf(
  { comparisons, run }: Pick<Read, 'comparisons' | 'run'>,
  scenario: string | undefined,
  metric: string,
): Comparison[] {
  return comparisons.filter(
    (one) =>
      one.kind === 'scheme' && one.scenario === scenario && one.metric === metric && one.reference === run.schemes[0],
  );
}

/** Without a bound, as an older run has none, the verdict is told with its interval. */
function findingOf(one: Comparison, results: Read): { difference: string; meaning: string } | undefined {
  const decision = decisionOf(one, results);
  if (decision || !isDecided(one, results)) return decision;
  return { difference: `${ratio(one.ratio, one.ciLow, one.ciHigh)} times`, meaning: one.verdict };
}

/** What spoilt several is said once; of what is only open, where nobody can be told to measure on. */
function spoilt(questions: readonly LoadQuestion[], results: Read): string[] {
  const reasons = new Map<string, Set<string>>();
  for (const { title, comparisons } of questions)
    for (const one of comparisons)
      if (one.verdict === 'invalid' || !(isDecided(one, results) || canBeSettled(one, results)))
        reasons.set(one.because, (reasons.get(one.because) ?? new Set()).add(inSentence(title)));
  return [...reasons].map(([because, titles]) => sentence(`${list([...titles])} cannot be told: ${because}`));
}

function remedies(questions: readonly LoadQuestion[], results: Read): string[] {
  const unanswered = openOf(questions, results).filter((one) => !isAnswered(one, results));
  const edge = atTheEdge(questions, results);
  const [cured, cure] = [curable(unanswered, results), remedyOf(undecidedIn(unanswered, results), results)];
  return [
    ...(cure === undefined ? [] : [`For ${names(cured)} ${cure}.`]),
    ...(edge ? [`${capitalised(edge.text)}, ${remedyOf(edge.comparisons, results)}.`] : []),
  ];
}

function curable(questions: readonly LoadQuestion[], results: Read): LoadQuestion[] {
  return questions.filter(({ comparisons }) => comparisons.some((one) => canBeSettled(one, results)));
}

/** Whether all schemes can be told from the reference, or are known to be too near to it to decide. */
export function isAnswered({ comparisons }: LoadQuestion, results: Read): boolean {
  return comparisons.every((one) => isDecided(one, results));
}

/** Which scheme has more is known, and not whether by enough to decide. */
export function isDirectionAlone(question: LoadQuestion, results: Read): boolean {
  return isAnswered(question, results) && openOf([question], results).length > 0;
}

/** Questions with an answer, of which it is not known whether the difference is large enough to decide, and which rounds would tell. */
export function atTheEdge(
  questions: readonly LoadQuestion[],
  results: Read,
): { readonly text: string; readonly comparisons: Comparison[] } | undefined {
  const edge = openOf(questions, results).filter((one) => isAnswered(one, results));
  const comparisons = comparisonsOf(edge);
  // a difference as large as the margin stays on both sides of it, however long it is measured
  if (edge.length === 0 || !isWorthRounds(comparisons, results)) return undefined;
  const { decisionMargin = defaultDecisionMargin } = results;
  return {
    text: `whether ${names(edge)} ${edge.length === 1 ? 'differs' : 'differ'} by ${percent(decisionMargin)}`,
    comparisons,
  };
}

function openOf(questions: readonly LoadQuestion[], results: Read): LoadQuestion[] {
  const isOpen = (one: Comparison) =>
    (decisionOf(one, results)?.state ?? (isDecided(one, results) ? 'within' : 'open')) === 'open';
  return questions.flatMap((question) => {
    const comparisons = question.comparisons.filter(isOpen);
    return comparisons.length > 0 ? [{ ...question, comparisons }] : [];
  });
}

/** Of questions without an answer, those that keep them open: what is decided waits for no rounds. */
export function undecidedIn(questions: readonly LoadQuestion[], results: Read): Comparison[] {
  return comparisonsOf(questions).filter((one) => !isDecided(one, results));
}

function comparisonsOf(questions: readonly LoadQuestion[]): Comparison[] {
  return questions.flatMap(({ comparisons }) => comparisons);
}

function where({ comparisons, scenarios, environment }: Read): string {
  const main = mainScenario(comparisons);
  return `${scenarios.find(({ id }) => id === main)?.title ?? main} on Node ${environment.node}`;
}

function names(questions: readonly LoadQuestion[]): string {
  return list(questions.map(({ title }) => inSentence(title)));
}
