import { median } from '../../statistics/median.ts';
import { curveOf, type DemandCurve, type DemandRow, joined, type Takes, takesAt } from './demand-curve.ts';

/** Steps, and which share of the requests each is. */
export type Shares = Readonly<Record<string, number>>;

/**
 * What the mean request of a mix takes where so much is asked of an instance, as a share of what it carries of that mix.
 * Undefined where a step was not measured.
 */
export function takesOfMix(rows: readonly DemandRow[], mix: Shares, share: number): Takes | undefined {
  const loads = loadsOf(rows);
  const parts = Object.entries(mix).map(([step, part]) => [part, takesOfStep(loads, step, share)] as const);
  return parts.every((part): part is readonly [number, Takes] => part[1] !== undefined) ? joined(parts) : undefined;
}

/** Requests per second of a mix that an instance carries: one over the mean of the time that each step takes it. */
export function carriedOfMix(rows: readonly DemandRow[], mix: Shares): number | undefined {
  const loads = loadsOf(rows);
  const each = Object.entries(mix).map(([step, part]) => part * (secondsOfStep(loads, step) ?? Number.NaN));
  const carried = 1 / each.reduce((sum, one) => sum + one, 0);
  return Number.isFinite(carried) ? carried : undefined;
}

interface Load {
  readonly shares: Shares;
  readonly curve: DemandCurve;
  /** What one request takes an instance that has no more to give. */
  readonly seconds: number | undefined;
}

function loadsOf(rows: readonly DemandRow[]): Load[] {
  const measured = rows.filter(({ heldOut, valid }) => valid && !heldOut);
  return [...new Set(measured.map(({ load }) => load))].map((load) => {
    const own = measured.filter((row) => row.load === load);
    const steps = Object.keys(own[0]?.shares ?? {});
    return {
      shares: Object.fromEntries(steps.map((step) => [step, mean(own.map(({ shares }) => shares[step] ?? 0))])),
      curve: curveOf(own),
      seconds: median(own.map(({ share, ratePerSecond }) => share / ratePerSecond)),
    };
  });
}

/** A load of one step tells of it, and one of two tells of the other where one is known. */
function takesOfStep(loads: readonly Load[], step: string, share: number): Takes | undefined {
  return ofStep(loads, step, ({ curve }) => takesAt(curve, share), joined);
}

function secondsOfStep(loads: readonly Load[], step: string): number | undefined {
  return ofStep(
    loads,
    step,
    ({ seconds }) => seconds,
    (parts) => parts.reduce((sum, [times, of]) => sum + times * of, 0),
  );
}

function ofStep<T>(
  loads: readonly Load[],
  step: string,
  of: (load: Load) => T | undefined,
  sum: (parts: readonly (readonly [times: number, of: T])[]) => T,
): T | undefined {
  const withSteps = (count: number) =>
    loads.find(({ shares }) => step in shares && Object.keys(shares).length === count);
  const alone = withSteps(1);
  if (alone) return of(alone);
  const among = withSteps(2);
  const whole = among && of(among);
  const [other = ''] = Object.keys(among?.shares ?? {}).filter((one) => one !== step);
  const rest = loads.find(({ shares }) => shares[other] === 1);
  const taken = rest && of(rest);
  if (!among || whole === undefined || taken === undefined) return undefined;
  const part = among.shares[step] ?? Number.NaN;
  return sum([
    [1 / part, whole],
    [-(1 - part) / part, taken],
  ]);
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
