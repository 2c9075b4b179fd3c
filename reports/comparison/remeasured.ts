import type { Results } from '../results/results.ts';
import { compare } from '../statistics/compare.ts';

/**
 * The same run with a scenario's figures replaced by those of a later pass, and what follows from them; undefined where
 * there was no such pass. What raised the alarm is no part of it: only an alarm that comes twice is believed. Pure.
 */
function remeasured(results: Results, scenario: string, pass: number): Results | undefined {
  const again = results.samples
    .filter((one) => one.scenario === scenario && one.arm.pass === pass)
    .map(({ arm: { pass: _, ...arm }, ...one }) => ({ ...one, arm: { ...arm, group: 'load' as const } }));
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
