import type { Results } from '../results/results.ts';
import { isRefused } from '../statistics/bound.ts';
import { addRounds, mostFurtherRounds } from '../statistics/further-rounds.ts';
import { mostDiscarded } from '../statistics/verdict.ts';
import { command } from '../text/installation.ts';
import { duration, exact } from '../text/wording.ts';
import { answeredRounds } from './answered-rounds.ts';
import { cheapened } from './cheapened.ts';
import { defaultDecisionMargin } from './decision.ts';

type Comparison = Results['comparisons'][number];
type Read = Pick<Results, 'run' | 'decisionMargin' | 'roundMs' | 'samples' | 'scenarios' | 'schemes' | 'methodVersion'>;

/** What to do about comparisons that say nothing yet. */
export interface Remedy {
  readonly what: string;
  readonly command: string;
  /** How long that takes, as it stands in a sentence; absent where it is not known. */
  readonly takes?: string;
}

/** Undefined where neither rounds nor another machine would tell. */
export function remedy(all: readonly Comparison[], results: Read): Remedy | undefined {
  const { run, roundMs } = results;
  if (run.profile === 'smoke') return { what: 'run the quick profile, which takes about 5 min', command: command() };
  const open = all.filter((one) => canBeSettled(one, results));
  if (open.length === 0) return undefined;
  if (open.some(({ verdict }) => verdict === 'invalid'))
    return { what: 'measure again on a quieter machine', command: run.command, ...took(run) };
  const rounds = open.map((one) => roundsUntilDecided(one, results));
  if (!rounds.every((count) => count !== undefined))
    return {
      what: 'more rounds would not tell on this machine; a quieter one may',
      command: command('--profile standard --suite load'),
      takes: 'in at most 20 min',
    };
  const further = Math.max(...rounds);
  return {
    what: `about ${exact(further)} more ${further === 1 ? 'round' : 'rounds'} would tell`,
    command: addRounds(run.id, further),
    ...(roundMs !== undefined && { takes: `in about ${minutes(further * roundMs)}` }),
  };
}

/** The same as a sentence without its beginning. */
export function remedyOf(open: readonly Comparison[], results: Read): string | undefined {
  const found = remedy(open, results);
  return found && `${found.what}: ${found.command}${found.takes === undefined ? '' : `, ${found.takes}`}`;
}

/**
 * Whether rounds or a quieter machine may tell. Neither does where logins paid less than is configured, nor where requests
 * failed, nor where the run refused the two for what no machine mends: warm-ups that were too short, or a generator that
 * was later with one.
 */
export function canBeSettled(comparison: Comparison, results: Read): boolean {
  const { verdict, scenario, scheme, reference, furtherRounds } = comparison;
  if (results.run.profile === 'smoke') return true;
  if (cheapened(results, comparison) !== undefined) return false;
  if (verdict !== 'invalid') return !isRefused(comparison, results) || furtherRounds !== undefined;
  return !answeredRounds(results).some(
    (one) =>
      one.scenario === scenario &&
      (one.scheme === scheme || one.scheme === reference) &&
      one.spoilt.length > mostDiscarded * one.rounds,
  );
}

/** Whether rounds that somebody would wait for tell more than is known. */
export function isWorthRounds(open: readonly Comparison[], results: Read): boolean {
  return open.every((one) => roundsUntilDecided(one, results) !== undefined);
}

/**
 * How many rounds more would do, if centre and noise stay as they are, until a bound lies within the decision margin or
 * wholly beyond it, or its verdict is settled; undefined where nobody waits for them.
 */
function roundsUntilDecided(comparison: Comparison, results: Read): number | undefined {
  const { bound, rounds, furtherRounds } = comparison;
  if (bound === undefined) return furtherRounds;
  const { decisionMargin = defaultDecisionMargin } = results;
  const [low, high, least, most] = [bound.low, bound.high, 1 - decisionMargin, 1 + decisionMargin].map(Math.log) as [
    ...[number, number, number, number],
  ];
  const middle = (low + high) / 2;
  const room = Math.abs(Math.min(most - middle, middle - least));
  const shrink = room / ((high - low) / 2);
  const more = Math.ceil(rounds / Math.min(shrink, 1) ** 2) - rounds;
  const counts = [Math.max(1, more), furtherRounds].filter(
    (count) => count !== undefined && count <= mostFurtherRounds,
  );
  return counts.length === 0 ? undefined : Math.min(...(counts as number[]));
}

function took({ startedAt, finishedAt }: Read['run']): Pick<Remedy, 'takes'> {
  return finishedAt == null ? {} : { takes: `in about ${minutes(Date.parse(finishedAt) - Date.parse(startedAt))}` };
}

function minutes(ms: number): string {
  return ms < 60_000 ? duration(Math.ceil(ms / 10_000) * 10_000) : `${Math.round(ms / 60_000)} min`;
}
