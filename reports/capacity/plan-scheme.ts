import type { Demand } from './demands.ts';
import { isKnown, type Known, total, whole } from './estimate.ts';
import { bytesPerGb, hoursPerMonth, type Prices, secondsPerMonth } from './prices.ts';
import { type LoadStep, type Mix, steps, type Workload } from './workload.ts';

/** What one scheme needs to carry a workload. */
export interface SchemePlan {
  readonly scheme: string;
  /** Of one core each. */
  readonly servers: Known;
  /** The same before they are made whole, by what they work at. */
  readonly work: Readonly<Record<LoadStep, Known>>;
  readonly storeCores: Known;
  readonly storeBytes: Known;
  /** Bytes per second to servers, and from them. */
  readonly bytesIn: Known;
  readonly bytesOut: Known;
  /** A month with this load all the time; absent without prices. */
  readonly money?: Known;
}

export function planScheme(demand: Demand, workload: Workload, prices?: Prices): SchemePlan {
  const { users, ratePerSecond, mix, utilisation } = workload;
  const perCore = ratePerSecond / 1e6 / utilisation;
  const cores = (part: 'servers' | 'store') => wholeOf(total([[perCore, perRequest(demand, mix, part)]]));
  const workOf = (step: LoadStep) => total([[perCore * shareOf(demand, mix, step), demand.steps[step].servers]]);
  const plan = {
    scheme: demand.scheme,
    servers: cores('servers'),
    work: { read: workOf('read'), login: workOf('login'), renewal: workOf('renewal') },
    storeCores: cores('store'),
    storeBytes: total([
      [users, demand.memory],
      [users, overTheDay(demand.memoryPerRenewal, workload)],
    ]),
    bytesIn: total([[ratePerSecond, perRequest(demand, mix, 'up')]]),
    bytesOut: total([[ratePerSecond, perRequest(demand, mix, 'down')]]),
  };
  return prices ? { ...plan, money: moneyOf(plan, prices) } : plan;
}

/** What the mean request of a mix takes, with what a renewal is to the scheme. */
export function perRequest(demand: Demand, mix: Mix, part: keyof Demand['steps']['read']): Known {
  return total(steps.map((step) => [shareOf(demand, mix, step), demand.steps[step][part]]));
}

function shareOf({ renewsBy }: Demand, mix: Mix, step: LoadStep): number {
  return (step === 'renewal' ? 0 : mix[step]) + (step === renewsBy ? mix.renewal : 0);
}

/** Of all users, who came at all times of the day: nobody has renewed yet, half of them have, or all have to the end. */
function overTheDay(perRenewal: Known, { sessionLengthMs, accessMs }: Workload): Known {
  if (!isKnown(perRenewal)) return perRenewal;
  const renewals = Math.floor(sessionLengthMs / accessMs);
  const { middle, high, rests } = perRenewal;
  return { low: 0, middle: (renewals / 2) * middle, high: renewals * high, rests };
}

function wholeOf(one: Known): Known {
  return isKnown(one) ? whole(one) : one;
}

function moneyOf(plan: Omit<SchemePlan, 'money'>, { vcpuHour, gbMonth, gbOut }: Prices): Known {
  return total([
    [vcpuHour * hoursPerMonth, plan.servers],
    [vcpuHour * hoursPerMonth, plan.storeCores],
    [gbMonth / bytesPerGb, plan.storeBytes],
    [(gbOut * secondsPerMonth) / bytesPerGb, plan.bytesOut],
  ]);
}
