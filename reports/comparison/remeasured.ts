import type { Results } from '../results/results.ts';
import { compare } from '../statistics/compare.ts';
import { isAt, seatOf } from '../statistics/tables.ts';

/** The arm of samples that were taken again, after a breach, in so manieth a pass: `confirm-1:main`. */
export function confirmArm<Arm extends string>(pass: number, arm: Arm): `confirm-${number}:${Arm}` {
  return `confirm-${pass}:${arm}`;
}

/**
 * The same run with a scenario's figures replaced by those of a later pass, and what follows from them; undefined where
 * there was no such pass. What raised the alarm is no part of it: only an alarm that comes twice is believed. Pure.
 */
export function remeasured(results: Results, scenario: string, pass: number): Results | undefined {
  const again = results.samples
    .filter((one) => one.scenario === scenario)
    .filter(isAt(`confirm-${pass}`))
    .map((one) => ({ ...one, arm: seatOf(one.arm).name }));
  if (again.length === 0) return undefined;
  const samples = [...results.samples.filter((one) => one.scenario !== scenario), ...again];
  const compared = compare({ run: results.run, samples: again });
  const has = (kind: string) => compared.some((one) => one.kind === kind);
  const kept = results.comparisons.filter((one) => one.scenario !== scenario || (one.kind === 'a-a' && !has('a-a')));
  return { ...results, samples, comparisons: [...kept, ...compared] };
}

/** Every pass that measured a scenario again, in order. */
export function passesOf(results: Results, scenario: string): Results[] {
  const passes: Results[] = [];
  for (;;) {
    const next = remeasured(results, scenario, passes.length + 1);
    if (next === undefined) return passes;
    passes.push(next);
  }
}
