import { type Arm, armKey, isIn } from '../results/arm.ts';
import type { Results } from '../results/results.ts';
import { discards } from '../statistics/counted.ts';
import { median } from '../statistics/median.ts';

type Sample = Results['samples'][number];

/** What an arm carried at saturation. */
export interface Saturation {
  readonly arm: Arm;
  /** What each of them used, in cores. */
  readonly cores: Readonly<Record<'servers' | 'store' | 'generator', number>>;
  /** Requests per second for each core that the servers used: a round each. */
  readonly perCore: readonly number[];
  /** Why none of its rounds counts, so that it is no capacity of a server: another limit, failed requests, a busy machine. */
  readonly because?: string;
}

/**
 * Of one scenario; nothing of a run that did not record who used which core. A round counts where servers had no more to
 * give, and nothing else spoilt it: whoever measured it checked that, and says what was wrong.
 */
export function saturationsOf({ samples }: Pick<Results, 'samples'>, scenario: string): Saturation[] {
  const here = samples.filter((one) => one.scenario === scenario);
  const why = discards(here);
  const arms = new Map<string, { readonly arm: Arm; readonly own: Sample[] }>();
  for (const sample of here.filter(isIn('load'))) {
    if (sample.metric !== 'throughput' && !sample.metric.startsWith('saturation.')) continue;
    const key = armKey(sample.arm);
    const known = arms.get(key) ?? { arm: sample.arm, own: [] };
    arms.set(key, known);
    known.own.push(sample);
  }
  return [...arms.values()].flatMap(({ arm, own }) => {
    const sound = carriedIn(own.filter((sample) => why(sample) === undefined));
    if (sound) return { arm, ...sound };
    const spoilt = own.filter((sample) => why(sample) !== undefined);
    const [because] = spoilt.map(why);
    const carried = carriedIn(spoilt);
    return carried && because !== undefined ? { arm, because, ...carried } : [];
  });
}

function carriedIn(own: readonly Sample[]): Pick<Saturation, 'cores' | 'perCore'> | undefined {
  const valuesOf = (metric: string) => own.filter((one) => one.metric === metric).map(({ value }) => value);
  const perCore = valuesOf('throughput');
  const servers = median(valuesOf('saturation.servers'));
  if (servers === undefined || perCore.length === 0) return undefined;
  const [store = 0, generator = 0] = ['store', 'generator'].map((name) => median(valuesOf(`saturation.${name}`)));
  return { perCore, cores: { servers, store, generator } };
}
