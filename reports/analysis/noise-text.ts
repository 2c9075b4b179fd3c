import type { Results } from '../results/results.ts';
import { noiseOf } from '../statistics/noise.ts';
import { inSentence, list, percent } from '../text/wording.ts';
import { questionsOf } from './questions.ts';

/**
 * How far a scheme was from itself in what people ask first, which is what a difference has to exceed; undefined where none
 * was measured twice.
 */
export function noiseText(results: Results): string | undefined {
  const apart = questionsOf(results).flatMap(({ title, comparisons: [one] }) => {
    const control = results.comparisons.find(
      ({ kind, scenario, metric }) => kind === 'a-a' && scenario === one?.scenario && metric === one.metric,
    );
    const noise = control && noiseOf(control);
    return noise === undefined ? [] : [`${percent(Math.expm1(noise))} (${inSentence(title)})`];
  });
  return apart.length === 0 ? undefined : `identical servers may look ${list(apart)} apart`;
}
