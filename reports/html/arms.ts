import { type Arm, armKey, armText } from '../results/arm.ts';
import type { Results } from '../results/results.ts';

type Sample = Results['samples'][number];

/** What one arm recorded: one row of every chart and one column of every table. */
export interface Recorded {
  readonly arm: Arm;
  readonly samples: readonly Sample[];
}

/** All arms of these samples, in the order of the run's schemes. */
export function armsOf(samples: readonly Sample[], schemes: readonly string[]): Recorded[] {
  const arms = new Map<string, Recorded & { samples: Sample[] }>();
  for (const sample of samples) {
    const key = armKey(sample.arm);
    const known = arms.get(key) ?? { arm: sample.arm, samples: [] };
    known.samples.push(sample);
    arms.set(key, known);
  }
  const place = ({ arm: { scheme } }: Recorded) =>
    schemes.includes(scheme) ? schemes.indexOf(scheme) : schemes.length;
  return [...arms.values()].sort((a, b) => place(a) - place(b));
}

export function nameOf(arm: Arm): string {
  if (arm.role === 'floor') return 'no auth';
  if (arm.role === 'a-a') return `${arm.scheme} again`;
  return arm.plantedShare === undefined ? arm.scheme : `${arm.scheme} ${armText(arm)}`;
}
