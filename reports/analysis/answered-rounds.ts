import { isIn, isMain } from '../results/arm.ts';
import type { Results } from '../results/results.ts';

type Sample = Results['samples'][number];

/** What counts requests without a good answer: a block that has any is in no other figure, and its count is true all the same. */
export const failureCounts: readonly string[] = ['errors', 'dropped'];

/** How a scheme answered under one load. */
export interface AnsweredRounds {
  readonly scenario: string;
  readonly scheme: string;
  readonly rounds: number;
  /** Of each round in which it did not answer all requests well, or none since it did not even get so far: why. */
  readonly spoilt: readonly string[];
}

/** Of every scheme and load that a run came to. A round that was disturbed counts: what is not answered is not answered. */
export function answeredRounds({ samples }: Pick<Results, 'samples'>): AnsweredRounds[] {
  const arms = new Map<string, Map<number, Sample[]>>();
  for (const sample of samples.filter(isIn('load')).filter(isMain)) {
    // rounds of 1.0.0 have no places, and what they lost is not known
    if (sample.place === undefined) continue;
    const key = JSON.stringify([sample.scenario, sample.scheme]);
    const rounds = arms.get(key) ?? new Map<number, Sample[]>();
    arms.set(key, rounds);
    rounds.set(sample.round, [...(rounds.get(sample.round) ?? []), sample]);
  }
  return [...arms].map(([key, rounds]) => {
    const [scenario, scheme] = JSON.parse(key) as [string, string];
    return {
      scenario,
      scheme,
      rounds: rounds.size,
      spoilt: [...rounds.values()].flatMap((one) => spoiltBy(one) ?? []),
    };
  });
}

/** A round that never came to a count has one sample, which says why. */
function spoiltBy(round: readonly Sample[]): string | undefined {
  const counts = round.filter(({ metric }) => failureCounts.includes(metric));
  const because = round.find(({ invalidReason }) => invalidReason !== undefined)?.invalidReason;
  const isSpoilt = counts.length === 0 ? round.every(({ valid }) => !valid) : counts.some(({ value }) => value > 0);
  return isSpoilt ? (because ?? 'requests failed') : undefined;
}

/** A load to which a scheme gave good answers in no round. */
export interface Silent extends Pick<AnsweredRounds, 'scenario' | 'scheme'> {
  readonly because: string;
}

export function silent(results: Pick<Results, 'samples'>): Silent[] {
  return answeredRounds(results).flatMap(({ scenario, scheme, rounds, spoilt: [because, ...others] }) =>
    because === undefined || others.length + 1 < rounds ? [] : [{ scenario, scheme, because }],
  );
}

export function silenceText({ scenario, scheme, because }: Silent): string {
  return `${scenario} came to nothing on ${scheme}: ${because}`;
}
