import type { Calibration } from '../../reports/results.ts';
import type { Calibrated } from '../../reports/statistics/calibration.ts';

/** The statement of one calibration, for a terminal. */
export function calibrationText({ control, planted, sd }: Calibrated, calibration: Calibration): string {
  const { forMargin, sound, profiles } = calibration;
  const lines = [
    `a scheme against itself     ${control.verdict}: ${control.because}`,
    ...planted.map(
      ({ share, found }) => `slowed down by ${percent(share).padEnd(13)}${found.verdict}: ${found.because}`,
    ),
    ...(Number.isNaN(sd)
      ? ['Too few rounds were valid to say what this machine can tell apart: it is too busy.']
      : [
          `Two launches of one server differ by ${percent(sd)} (standard deviation of a round).`,
          ...profiles.map(({ id, rounds, resolves }) => `${id} (${rounds} rounds): ${resolved(resolves)}`),
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
export function repeatable(run: number, found: readonly Calibrated[]): string {
  const last = found.at(-1);
  const arms = last?.planted.map(({ share, found: f }) => `+${percent(share)} ${f.ratio?.toFixed(3)} ${f.verdict}`);
  return `${run}  a-a ${last?.control.ratio?.toFixed(3)} ${last?.control.verdict}, ${arms?.join(', ')}\n`;
}

/** What the repetitions came to, as issues of the bench itself are judged by. */
export function countsText(found: readonly Calibrated[]): string {
  const controls = found.map(({ control }) => control);
  const holdsOne = controls.filter(({ ciLow, ciHigh }) => (ciLow ?? 0) <= 1 && (ciHigh ?? 2) >= 1).length;
  const shares = [...new Set(found.flatMap(({ planted }) => planted.map(({ share }) => share)))];
  const lines = shares.map((share) => {
    const those = found.flatMap(({ planted }) => planted.filter((one) => one.share === share)).map((one) => one.found);
    const counts = (['better', 'worse', 'small', 'equivalent', 'inconclusive', 'invalid'] as const).map(
      (verdict) => `${those.filter((one) => one.verdict === verdict).length} ${verdict}`,
    );
    const off = those.map(({ ratio }) => Math.abs((ratio ?? Number.NaN) - 1 - share));
    const near = off.filter((points) => points <= 0.05).length;
    return `+${percent(share)}: ${counts.join(', ')}; within 5 points of the planted value in ${near} of ${those.length}`;
  });
  return `${[`${holdsOne} of ${controls.length} intervals of a scheme against itself hold 1`, ...lines].join('\n')}\n`;
}

function resolved(difference: number): string {
  return difference < 1 ? `tells ${percent(difference)} apart` : 'tells only factors apart';
}

function percent(share: number): string {
  return `${(100 * share).toFixed(share < 0.1 ? 1 : 0)} %`;
}
