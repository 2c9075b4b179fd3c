import type { Results } from '../results/results.ts';
import { isAt, seatOf } from '../statistics/tables.ts';

type Sample = Results['samples'][number];

/** The samples of one scheme in one arm: one row of every chart and one column of every table. */
export interface Arm {
  readonly scheme: string;
  readonly arm: string;
  readonly samples: readonly Sample[];
}

/** All arms of these samples, in the order of the run's schemes. */
export function armsOf(samples: readonly Sample[], schemes: readonly string[]): Arm[] {
  const arms = new Map<string, Arm & { samples: Sample[] }>();
  for (const sample of samples) {
    const arm = armOf(sample);
    const key = JSON.stringify([sample.scheme, arm]);
    const known = arms.get(key) ?? { scheme: sample.scheme, arm, samples: [] };
    known.samples.push(sample);
    arms.set(key, known);
  }
  const place = ({ scheme }: Arm) => (schemes.includes(scheme) ? schemes.indexOf(scheme) : schemes.length);
  return [...arms.values()].sort((a, b) => place(a) - place(b));
}

/** Whether it is of a round of load: the others are of rounds and searches with sections of their own. */
export const inRounds: (sample: Sample) => boolean = isAt('load');

export function nameOf({ scheme, arm }: Pick<Arm, 'scheme' | 'arm'>): string {
  if (arm === 'main') return scheme;
  if (arm === 'floor') return 'no auth';
  return arm === 'a-a' ? `${scheme} A/A` : `${scheme} ${seatOf(arm).name}`;
}

/** Throughput is measured on the same servers at saturation, so it stands beside what they cost at the offered rate. */
function armOf({ arm, metric }: Sample): string {
  const [name, inner] = arm.split(':');
  return name === 'saturation' && metric === 'throughput' ? (inner ?? 'main') : arm;
}
