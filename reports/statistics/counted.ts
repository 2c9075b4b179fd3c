import { groupBy } from '../group-by.ts';
import { roundsText } from '../results/arm.ts';
import type { Results } from '../results/results.ts';
import { disturbances } from './disturbed.ts';

type Sample = Results['samples'][number];

type Discards = (sample: Sample) => string | undefined;

/** By the samples that they are of, which nobody changes: each part of a report asks for its own figures of one run. */
const known = new WeakMap<readonly Sample[], Discards>();

/**
 * Why a sample is in no figure: its own block was spoilt, or its whole round was disturbed.
 * @param samples all of a run, for a round is disturbed by what all arms of its group saw
 */
export function discards(samples: readonly Sample[]): Discards {
  const before = known.get(samples);
  if (before) return before;
  const why = discardsOf(samples);
  known.set(samples, why);
  return why;
}

function discardsOf(samples: readonly Sample[]): Discards {
  const faults = new Map([...grouped(samples)].map(([key, round]) => [key, disturbances(round)]));
  return (sample) =>
    sample.valid
      ? faults.get(keyOf(sample))?.(sample.metric).get(sample.round)
      : (sample.invalidReason ?? 'no reason was kept');
}

/** What figures are made of. */
export function counted(samples: readonly Sample[]): Sample[] {
  const why = discards(samples);
  return samples.filter((sample) => why(sample) === undefined);
}

/** All of them, each that is in no figure marked as such: what is drawn round by round. */
export function withDiscards(samples: readonly Sample[]): Sample[] {
  const why = discards(samples);
  return samples.map((sample) => {
    const invalidReason = why(sample);
    return invalidReason === undefined ? sample : { ...sample, valid: false, invalidReason };
  });
}

/**
 * What stands for a metric in one round of an arm: its own sample, else the one that tells why it never came to that;
 * undefined where it was not sought.
 */
export function sampleOf(round: Iterable<Sample>, metric: string): Sample | undefined {
  let broken: Sample | undefined;
  for (const sample of round) {
    if (sample.metric === metric) return sample;
    if (!sample.valid) broken ??= sample;
  }
  return broken;
}

/** By scenario and group. */
export function grouped(samples: readonly Sample[]): ReadonlyMap<string, readonly Sample[]> {
  return groupBy(samples, keyOf);
}

function keyOf({ scenario, arm }: Sample): string {
  return JSON.stringify([scenario, roundsText(arm)]);
}
