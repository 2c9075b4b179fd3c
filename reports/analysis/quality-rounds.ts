import { isIn, isMain, roundsText } from '../results/arm.ts';
import type { Results } from '../results/results.ts';
import { counted, grouped } from '../statistics/counted.ts';
import { disturbances, isAtSaturation } from '../statistics/disturbed.ts';
import { upperMedian } from '../statistics/median.ts';
import { mostDisturbed } from '../statistics/verdict.ts';
import { percent, percentTo } from '../text/wording.ts';
import { qualityOfLaunches } from './quality-groups.ts';

type Quality = Results['quality'][number];
type Sample = Results['samples'][number];

/** The checks on the rounds of load as a whole. Pure. */
export function qualityOfRounds({ samples, calibration, run }: Omit<Results, 'quality'>): Quality[] {
  const costs = counted(samples)
    .filter(isIn('load'))
    .filter(({ metric }) => metric === 'cpu.total');
  const rounds = costs.filter(isMain);
  if (!samples.some(({ metric }) => metric === 'achieved.ratio')) return [];
  return [
    ...discarded(samples),
    ...warmUps(samples),
    ...drift(rounds),
    ...qualityOfLaunches(costs),
    calibrated(calibration, run.startedAt),
  ];
}

/** Whole rounds, judged by what disturbed them and never by their figures. Capacity has an hour, and a weather, of its own. */
function discarded(samples: readonly Sample[]): Quality[] {
  const inRounds = samples.filter(({ place }) => place !== undefined);
  return [...grouped(inRounds).values()].map((here) => {
    const [{ scenario, arm }] = here as readonly [Sample];
    const apart = arm.group === 'load' ? undefined : roundsText(arm);
    const faults = disturbances(here);
    const atSaturation = here.filter(({ metric }) => isAtSaturation(metric));
    const blocks = [
      { name: '', lost: [...faults('cpu.total')], all: roundsOf(here) },
      { name: 'at saturation ', lost: [...faults('throughput')], all: roundsOf(atSaturation) },
    ];
    const told = blocks.filter(({ name, lost }) => name === '' || lost.length > 0);
    return {
      id: `rounds-disturbed.${scenario}${apart === undefined ? '' : `.${apart}`}`,
      title: `Rounds thrown away because the machine was busy, ${scenario}${apart === undefined ? '' : ` (${apart})`}`,
      measured: told
        .map(({ name, lost, all }) => {
          const [first] = lost;
          return `${name}${lost.length} of ${all}${first ? ` (round ${first[0]}: ${first[1]})` : ''}`;
        })
        .join('; '),
      limit: `at most ${percent(mostDisturbed)}`,
      state: blocks.every(({ lost, all }) => lost.length <= mostDisturbed * all) ? 'ok' : 'failed',
      consequence: 'a round that was disturbed is in no comparison; with more of them there is no verdict',
    };
  });
}

function roundsOf(samples: readonly Sample[]): number {
  return new Set(samples.map(({ round }) => round)).size;
}

function warmUps(samples: readonly Sample[]): Quality[] {
  const valuesOf = (wanted: string) => samples.filter(({ metric }) => metric === wanted).map(({ value }) => value);
  const steady = valuesOf('warm-up.steady');
  const settled = steady.filter((value) => value === 1).length;
  const half = upperMedian(valuesOf('block.second-half'));
  return [
    // a warm-up of fixed length does not say: the slope of what follows it does
    ...(steady.length === 0
      ? []
      : [
          {
            id: 'warm-up',
            title: 'Arms whose cost had come to rest before they were measured',
            measured: `${settled} of ${steady.length}`,
            limit: 'at least 80 %',
            state: settled >= 0.8 * steady.length ? 'ok' : 'warning',
            consequence: 'absolute figures are still falling; every arm has had the same time to warm up',
          } as const,
        ]),
    ...(Number.isNaN(half)
      ? []
      : [
          {
            id: 'block-slope',
            title: 'What a request cost in the second half of its measurement, over the first, median arm',
            measured: half.toFixed(3),
            limit: `at least ${1 - mostSlope}`,
            state: half >= 1 - mostSlope ? 'ok' : 'warning',
            consequence:
              'below it, servers were still getting faster while they were measured: in the long run they cost less than is said here',
          } as const,
        ]),
  ];
}

const mostSlope = 0.05;
/** What the pace of a machine may change by, either way. */
export const mostDrift = 0.1;
const fewestForDrift = 4;

/** How far the pace of the machine moved from the first round to the last, by a straight line through all arms. */
function drift(samples: readonly Sample[]): Quality[] {
  return [...new Set(samples.map(({ scenario }) => scenario))].flatMap((scenario) => {
    const here = samples.filter((sample) => sample.scenario === scenario && sample.value > 0);
    const paces = [...new Set(here.map(({ round }) => round))].map((round) => {
      const logs = here.filter((sample) => sample.round === round).map(({ value }) => Math.log(value));
      return { round, log: mean(logs) };
    });
    if (paces.length < fewestForDrift) return [];
    const [round, log] = [mean(paces.map((pace) => pace.round)), mean(paces.map((pace) => pace.log))];
    const sum = (of: (pace: { round: number; log: number }) => number) =>
      paces.reduce((all, pace) => all + of(pace), 0);
    const slope = sum((p) => (p.round - round) * (p.log - log)) / sum((p) => (p.round - round) ** 2);
    const moved = Math.expm1(slope * (Math.max(...paces.map((p) => p.round)) - Math.min(...paces.map((p) => p.round))));
    return [
      {
        id: `drift.${scenario}`,
        title: `Change of CPU per request from the first round to the last, ${scenario}`,
        measured: percentTo(1, moved),
        limit: `at most ${100 * mostDrift} % either way`,
        state: Math.abs(moved) <= mostDrift ? 'ok' : 'warning',
        consequence: 'ratios are taken inside a round, where drift is shared; absolute figures belong to their hour',
      } as const,
    ];
  });
}

function calibrated(calibration: Results['calibration'], startedAt: string): Quality {
  const about = {
    id: 'calibration',
    title: 'What this machine can tell apart',
    limit: 'calibrated within 30 days, identical servers alike',
    consequence: 'without it, only the server that was measured twice says how noisy the machine is: npm run calibrate',
  };
  if (!calibration) return { ...about, measured: 'never calibrated', state: 'unknown' };
  const days = Math.max(0, Math.floor((Date.parse(startedAt) - Date.parse(calibration.at)) / 86_400_000));
  const told = calibration.profiles.map(({ id, resolves }) => `${id} ${resolved(resolves)}`).join(', ');
  const good = calibration.sound && days <= 30;
  return { ...about, measured: `found in 4 of 5 runs: ${told}; ${days} days old`, state: good ? 'ok' : 'warning' };
}

function resolved(difference: number): string {
  return difference < 1 ? percentTo(0, difference) : 'factors alone';
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
