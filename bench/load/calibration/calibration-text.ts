import type { Calibration } from '../../../reports/results/results.ts';
import type { Calibrated } from '../../../reports/statistics/calibration.ts';
import { percentTo } from '../../../reports/text/wording.ts';
import { repeated } from './repeated.ts';

/** The statement of one calibration, for a terminal. */
export function calibrationText(
  { control, planted, sd }: Calibrated,
  calibration: Calibration,
  byThroughput: Calibrated,
): string {
  const { forMargin, sound, profiles } = calibration;
  const lines = [
    `a scheme against itself     ${control.verdict}: ${control.because}`,
    ...planted.map(
      ({ share, found }) => `slowed down by ${percent(share).padEnd(13)}${found.verdict}: ${found.because}`,
    ),
    `by throughput, itself       ${byThroughput.control.verdict}: ${byThroughput.control.because}`,
    ...byThroughput.planted.map(
      ({ share, found }) => `by throughput, ${percent(share).padEnd(13)}${found.verdict}: ${found.because}`,
    ),
    ...(Number.isNaN(sd)
      ? ['Too few rounds were valid to say what this machine can tell apart: it is too busy.']
      : [
          `Two launches of one server differ by ${percent(sd)} in CPU per request (standard deviation of a round)${Number.isNaN(byThroughput.sd) ? '' : `, and by ${percent(byThroughput.sd)} in throughput`}.`,
          ...profiles.map(
            ({ id, rounds, resolves }) =>
              `${id} (${rounds} ${rounds === 1 ? 'round' : 'rounds'}): ${resolved(resolves)}`,
          ),
          forMargin
            ? `An interval of ±5 % takes about ${forMargin.rounds} rounds, ${forMargin.minutes.toFixed(0)} min.`
            : 'An interval of ±5 % is out of reach on this machine.',
        ]),
    ...(sound ? [] : ['Identical servers came out different: no figure of this machine can be believed now.']),
  ];
  return `${lines.join('\n')}\n`;
}

/** One line of what was found, and when. */
export function summaryOf({ at, sound, profiles }: Calibration): string {
  const told = profiles.map(({ id, resolves }) => `${id} ${resolved(resolves)}`).join(', ');
  return `${sound ? told : 'identical servers came out different; nothing can be believed'} (calibrated ${at.slice(0, 10)})`;
}

/** One line per repetition. */
export function repeatable(run: number, { control, planted }: Calibrated): string {
  const told = ({ ratio, verdict }: Calibrated['control']) =>
    typeof ratio === 'number' ? `${ratio.toFixed(3)} ${verdict}` : verdict;
  const arms = planted.map(({ share, found }) => `+${percent(share)} ${told(found)}`);
  return `${run}  a-a ${told(control)}, ${arms.join(', ')}\n`;
}

/** What the repetitions came to, and what of it is not as it has to be. */
export function countsText(found: readonly Calibrated[]): string {
  const { holdsOne, arms, broken } = repeated(found);
  const lines = arms.map(({ share, verdicts, near }) => {
    const counts = Object.entries(verdicts).map(([verdict, count]) => `${count} ${verdict}`);
    return `+${percent(share)}: ${counts.join(', ')}; within 5 points of the planted value in ${near} of ${found.length}`;
  });
  const held = `${holdsOne} of ${found.length} intervals of a scheme against itself hold 1`;
  return `${[held, ...lines, ...broken.map((promise) => `NOT KEPT: ${promise}`)].join('\n')}\n`;
}

function resolved(difference: number): string {
  return difference < 1 ? `calls ${percent(difference)} in 4 of 5 runs` : 'tells only factors apart';
}

function percent(share: number): string {
  return percentTo(share < 0.1 ? 1 : 0, share);
}
