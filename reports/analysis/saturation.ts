import type { Results } from '../results/results.ts';
import { discards } from '../statistics/counted.ts';
import { median } from '../statistics/median.ts';
import { seatOf } from '../statistics/tables.ts';

type Sample = Results['samples'][number];

/** What an arm carried at saturation. */
export interface Saturation {
  readonly scheme: string;
  /** main or floor, or what else sat at that table. */
  readonly arm: string;
  /** What each of them used, in cores. */
  readonly cores: Readonly<Record<'servers' | 'store' | 'generator', number>>;
  /** Requests per second for each core that the servers used: a round each. */
  readonly perCore: readonly number[];
  /** Why it is no capacity of a server: something else was the limit. */
  readonly because?: string;
}

/**
 * Of one scenario; nothing of a run that did not record who used which core. A round counts where servers had no more to
 * give: whoever measured it checked that, and says what was the limit where it was another.
 */
export function saturationsOf({ samples }: Pick<Results, 'samples'>, scenario: string): Saturation[] {
  const here = samples.filter((one) => one.scenario === scenario);
  const why = discards(here);
  const arms = new Map<string, Sample[]>();
  for (const sample of here.filter(({ metric }) => metric === 'throughput' || metric.startsWith('saturation.'))) {
    const { table, name } = seatOf(sample.arm);
    const key = JSON.stringify([sample.scheme, name === 'saturation' ? 'main' : name]);
    if (table === 'load') arms.set(key, [...(arms.get(key) ?? []), sample]);
  }
  return [...arms].flatMap(([key, own]) => {
    const [scheme, arm] = JSON.parse(key) as [string, string];
    const sound = carriedIn(own.filter((sample) => why(sample) === undefined));
    if (sound) return { scheme, arm, ...sound };
    const spoilt = own.filter(({ valid }) => !valid);
    const [{ invalidReason: because } = {}] = spoilt;
    const carried = carriedIn(spoilt);
    return carried && because !== undefined ? { scheme, arm, because, ...carried } : [];
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
