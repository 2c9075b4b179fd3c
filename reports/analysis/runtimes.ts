import { type Flip, flipsOf, isTurn } from '../advice/flips.ts';
import { metric as titleOf } from '../metrics.ts';
import { type Arm, isAsItIs } from '../results/arm.ts';
import type { Results } from '../results/results.ts';
import { counted } from '../statistics/counted.ts';
import { addRounds } from '../statistics/further-rounds.ts';
import { capacity } from '../statistics/sensitivity.ts';
import { inSentence, list, ratio, sentence, times } from '../text/wording.ts';
import { type Spread, spread } from './spread.ts';

type Comparison = Results['comparisons'][number];

/** What is told of each Node.js. */
export const runtimeMetrics = [capacity, 'cpu.total'] as const;

/** A scheme, or the bare route, on one Node.js. */
export interface OnRuntime {
  readonly node: string;
  readonly scheme: string;
  readonly figures: Readonly<Record<string, Spread | undefined>>;
  /** By metric: over the run's first scheme on the same Node.js; of that one itself, over itself (A/A). */
  readonly ratios: Readonly<Record<string, Comparison | undefined>>;
}

/** One row for each Node.js and each arm on it; nothing where the run had servers on one alone. Pure. */
export function onRuntimes(results: Results): OnRuntime[] {
  const { run, samples, comparisons } = results;
  const [reference] = run.schemes;
  const used = counted(samples);
  const nodes = runtimesOf(results);
  return nodes.flatMap(({ node, variation }) => {
    const isHere = ({ arm }: { readonly arm: Arm }) =>
      variation === undefined ? isAsItIs({ arm }) : arm.variation === variation && arm.role !== 'a-a';
    const schemes = [...run.schemes, 'floor'].filter((scheme) =>
      samples.some((one) => isHere(one) && one.scheme === scheme),
    );
    return schemes.map((scheme): OnRuntime => {
      const own = used.filter((one) => isHere(one) && one.scheme === scheme);
      const each = <T>(of: (metric: string) => T) => Object.fromEntries(runtimeMetrics.map((name) => [name, of(name)]));
      return {
        node,
        scheme,
        figures: each((name) => spread(own.filter(({ metric }) => metric === name))),
        ratios: each((name) =>
          comparisons.find(
            (one) =>
              one.kind === 'sensitivity' &&
              one.variation === variation &&
              one.metric === name &&
              one.scheme === scheme &&
              one.reference === reference &&
              (one.isControl ?? false) === (scheme === reference),
          ),
        ),
      };
    });
  });
}

/** The Node.js that ran the bench first. */
function runtimesOf({ environment }: Results): { readonly node: string; readonly variation?: string }[] {
  const { node, runtimes = [] } = environment;
  return runtimes.length === 0 ? [] : [{ node }, ...runtimes];
}

/**
 * Whether a conclusion depends on the Node.js, in one sentence: which one turns where, else how far figures are apart, else
 * that none does; and what is open. Nothing where the run had servers on one alone.
 */
export function runtimesInWords(results: Results): string | undefined {
  const nodes = runtimesOf(results);
  if (nodes.length === 0) return undefined;
  const questions = questionsOf(results);
  const turned = questions.filter(({ flips }) => flips.some(isTurn));
  const apart = questions.filter((one) => !turned.includes(one) && isApart(one.known));
  const versions = list(nodes.map(({ node }) => node));
  const open = questions.flatMap(({ flips }) => flips).filter((flip) => flip === 'undecided').length;
  if (turned.length > 0 || apart.length > 0)
    return [
      ...(turned.length > 0 ? [`A conclusion turns with the Node.js that runs the servers: ${told(turned)}.`] : []),
      ...(apart.length > 0 ? [`How far schemes are apart depends on the Node.js: ${told(apart)}.`] : []),
      ...bounded(questions.filter((one) => !turned.includes(one) && !apart.includes(one))),
      ...(open > 0 ? [sentence(`some ratios are open${further(results, questions)}`)] : []),
    ].join(' ');
  const all = questions.flatMap(({ flips }) => flips).length;
  const held = questions.filter(({ flips }) => flips.length > 0 && flips.every((flip) => flip === 'holds'));
  if (all === 0)
    return `Whether a conclusion depends on the Node.js (${versions}) is open: no two schemes could be compared.`;
  const parts = [
    ...(held.length > 0
      ? [`no conclusion turns with it in ${list(held.map(({ title, scheme }) => `${title} of ${scheme}`))}`]
      : []),
    ...(open > 0 ? [`${open} of ${all} ratios are open${further(results, questions)}`] : []),
  ];
  return sentence(`servers on Node.js ${versions}: ${parts.join('; ')}`);
}

interface Seen {
  readonly node: string;
  readonly one: Comparison;
}

/** One scheme against the first, by one metric, on every Node.js. */
interface Question {
  readonly title: string;
  readonly scheme: string;
  readonly reference: string;
  readonly flips: readonly Flip[];
  readonly seen: readonly Seen[];
  /** Those with a verdict. */
  readonly known: readonly Seen[];
}

function questionsOf(results: Results): Question[] {
  const { run, comparisons } = results;
  const [reference = '', ...others] = run.schemes;
  const nodes = runtimesOf(results);
  const isAsked =
    ({ metric, scheme }: { metric: string; scheme: string }) =>
    (one: Comparison) =>
      one.kind === 'sensitivity' && one.metric === metric && one.scheme === scheme && one.reference === reference;
  return runtimeMetrics.flatMap((metric) =>
    others.map((scheme): Question => {
      const asked = comparisons.filter(isAsked({ metric, scheme }));
      const seen = nodes.flatMap(({ node, variation }) => {
        const one = asked.find((comparison) => comparison.variation === variation);
        return one ? [{ node, one }] : [];
      });
      return {
        title: inSentence(titleOf(metric).title),
        scheme,
        reference,
        flips: nodes
          .slice(1)
          .flatMap(({ variation }) =>
            flipsOf(results, variation, [metric]).filter(({ varied }) => isAsked({ metric, scheme })(varied)),
          )
          .map(({ flip }) => flip),
        seen,
        known: seen.filter(({ one: { verdict } }) => verdict !== 'inconclusive' && verdict !== 'invalid'),
      };
    }),
  );
}

/** Whether two intervals have nothing in common: the ratio is another one, whoever is ahead. */
function isApart(known: Question['known']): boolean {
  const highest = Math.max(...known.map(({ one }) => one.ciLow ?? 0));
  const lowest = Math.min(...known.map(({ one }) => one.ciHigh ?? Number.POSITIVE_INFINITY));
  return highest > lowest;
}

function told(questions: readonly Question[]): string {
  return questions
    .map(({ title, scheme, reference, known, seen }) => {
      const open = seen.filter((one) => !known.includes(one)).map(({ node }) => node);
      const told = known.map(
        ({ node, one }) =>
          `${ratio(one.ratio, one.ciLow, one.ciHigh)} times that of ${reference} on ${node} (${one.verdict})`,
      );
      return `${title} of ${scheme} is ${list(told)}${open.length > 0 ? `, and open on ${list(open)}` : ''}`;
    })
    .join('; ');
}

/** How far apart they are at most, on every Node.js, where that is known of all of them. */
function bounded(questions: readonly Question[]): string[] {
  return questions.flatMap(({ title, scheme, reference, seen }) => {
    const bounds = seen.flatMap(({ one: { bound } }) => bound ?? []);
    if (bounds.length < seen.length || bounds.length === 0) return [];
    const [low, high] = [Math.min(...bounds.map((one) => one.low)), Math.max(...bounds.map((one) => one.high))];
    return [`On all of them ${title} of ${scheme} is ${times(low)} to ${times(high)} times that of ${reference}.`];
  });
}

/** What would close what is open; nothing where nobody knows. */
function further({ run }: Results, questions: readonly Question[]): string {
  const rounds = questions.flatMap(({ seen }) => seen.flatMap(({ one: { furtherRounds = 0 } }) => furtherRounds));
  const most = Math.max(0, ...rounds);
  return most === 0 ? '' : `, and more rounds would settle some: ${addRounds(run.id, most)}`;
}
