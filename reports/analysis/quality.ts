import { metric as titleOf } from '../metrics.ts';
import type { Results } from '../results/results.ts';
import { blockLimits } from '../statistics/block-limits.ts';
import { tolerated } from '../statistics/disturbed.ts';
import { upperMedian } from '../statistics/median.ts';
import { percent, percentTo } from '../text/wording.ts';
import { qualityOfAgents } from './quality-agents.ts';
import { qualityOfCounters } from './quality-counters.ts';
import { qualityOfRounds } from './quality-rounds.ts';
import { qualityOfSaturation } from './quality-saturation.ts';

type Quality = Results['quality'][number];
type Sample = Results['samples'][number];

/** What a run checked about itself, each with its limit and what follows when it is missed. Pure. */
export function quality(results: Omit<Results, 'quality'>): Quality[] {
  const { samples, comparisons, attacks, cells } = results;
  return [
    ...controls(attacks),
    ...causes(cells),
    ...blocks(samples),
    ...aaControls(comparisons),
    ...machine(samples),
    ...qualityOfCounters(results),
    ...qualityOfSaturation(samples),
    ...qualityOfRounds(results),
    ...qualityOfAgents(results),
  ];
}

function controls(attacks: Results['attacks']): Quality[] {
  const judged = attacks.filter(({ control }) => control.beaten !== null);
  if (judged.length === 0) return [];
  const beaten = judged.filter(({ control }) => control.beaten);
  return [
    {
      id: 'controls-beaten',
      title: 'Attacks that beat their weakened server',
      measured: `${beaten.length} of ${judged.length}`,
      limit: 'all',
      state: beaten.length === judged.length ? 'ok' : 'failed',
      consequence: 'an attack that cannot beat a broken server says nothing about a sound one: its verdict is withheld',
    },
  ];
}

function causes(cells: Results['cells']): Quality[] {
  const broken = cells.filter(({ state }) => state === 'inconclusive');
  return [
    {
      id: 'cells-decided',
      about: 'cells',
      title: 'Tests that came to an end',
      measured: `${cells.length - broken.length} of ${cells.length}`,
      limit: 'all',
      state: cells.length === 0 ? 'unknown' : broken.length === 0 ? 'ok' : 'warning',
      consequence: 'a cell that broke is inconclusive with its cause kept; it is never counted as a pass',
    },
  ];
}

/** The checks on single blocks; a block that misses one is in no figure. */
function blocks(samples: readonly Sample[]): Quality[] {
  const errors = valuesOf(samples, 'errors');
  const achieved = valuesOf(samples, 'achieved.ratio');
  const littles = valuesOf(samples, 'inflight.littles-law').map((value) => Math.abs(value - 1));
  const late = valuesOf(samples, 'lag.p99');
  if (achieved.length === 0) return [];
  const failed = errors.reduce((sum, value) => sum + value, 0);
  const dropped = 'its block is invalid and in no figure';
  return [
    row({
      id: 'errors',
      title: 'Wrong or missing answers under load',
      measured: `${failed}`,
      limit: '0',
      good: failed === 0,
      consequence: dropped,
    }),
    row({
      id: 'achieved-rate',
      title: 'Achieved against offered rate, worst measurement',
      measured: percentTo(1, Math.min(...achieved)),
      limit: `at least ${percent(blockLimits.achievedRatio)}`,
      good: Math.min(...achieved) >= blockLimits.achievedRatio,
      consequence: dropped,
    }),
    row({
      id: 'littles-law',
      title: "Requests under way against Little's law, worst measurement",
      measured: littles.length === 0 ? 'not measured' : `${percentTo(1, Math.max(...littles))} off`,
      limit: `at most ${percent(blockLimits.littlesLawDeviation)} off`,
      good: littles.every((value) => value <= blockLimits.littlesLawDeviation),
      consequence: dropped,
    }),
    ...(late.length === 0
      ? []
      : [
          row({
            id: 'generator-lag',
            title: 'How late the generator sent, p99 of the median measurement',
            measured: `${(upperMedian(late) / 1000).toFixed(1)} ms`,
            limit: 'at most 5 ms',
            good: upperMedian(late) <= 5_000,
            consequence: 'latencies contain it: they are upper bounds',
          }),
        ]),
    ...worst(valuesOf(samples, 'generator.cores'), 'generator-cpu', 'CPU of the load generator, worst measurement', {
      limit: blockLimits.generatorCores,
      show: (share) => percentTo(1, share),
    }),
    ...worst(
      valuesOf(samples, 'loop.generator'),
      'generator-loop',
      'Event-loop delay of the generator, worst measurement',
      {
        limit: blockLimits.loopDelayUs,
        show: (us) => `${(us / 1_000).toFixed(1)} ms`,
      },
    ),
    ...serverLoops(valuesOf(samples, 'loop.servers')),
  ];
}

/** No gate: to leave out the blocks in which a server stalled would flatter it. */
function serverLoops(delays: readonly number[]): Quality[] {
  if (delays.length === 0) return [];
  const ms = (us: number) => `${(us / 1_000).toFixed(1)} ms`;
  return [
    row({
      id: 'server-loop',
      title: 'Event-loop delay of the slowest server, p99 of the median measurement',
      measured: `${ms(upperMedian(delays))}; ${ms(Math.max(...delays))} in the worst measurement`,
      limit: 'at most 10 ms',
      good: upperMedian(delays) <= 10_000,
      consequence:
        'the block counts, for a server that stalls is a finding; its slowest answers waited for that and not for a store or a key',
    }),
  ];
}

/** A figure of which the highest block counts; where it was not recorded there is no row. */
function worst(
  values: readonly number[],
  id: string,
  title: string,
  { limit, show }: { readonly limit: number; readonly show: (value: number) => string },
): Quality[] {
  if (values.length === 0) return [];
  const most = Math.max(...values);
  return [
    row({
      id,
      title,
      measured: show(most),
      limit: `at most ${show(limit)}`,
      good: most <= limit,
      consequence: 'its block is invalid and in no figure',
    }),
  ];
}

function aaControls(comparisons: Results['comparisons']): Quality[] {
  return comparisons
    .filter(({ kind, metric }) => kind === 'a-a' && (metric === 'cpu.total' || metric === 'latency.p50'))
    .map(({ scenario, metric, ratio, ciLow, ciHigh, verdict, margin }) => ({
      id: `a-a.${scenario}.${metric}`,
      about: 'control',
      title: `A scheme against itself, ${scenario}: ${titleOf(metric).title}`,
      measured:
        ratio === null || ciLow === null || ciHigh === null
          ? 'too few rounds for an interval'
          : `${ratio.toFixed(3)} [${ciLow.toFixed(3)}, ${ciHigh.toFixed(3)}]`,
      limit: `the interval inside ±${percentTo(1, margin)}`,
      state: verdict === 'equivalent' ? 'ok' : verdict === 'invalid' ? 'failed' : 'warning',
      consequence: 'a difference between schemes counts only beyond what identical servers may look apart',
    }));
}

function machine(samples: readonly Sample[]): Quality[] {
  const [otherLoad, steal, waiting] = ['machine.foreign', 'machine.steal', 'machine.waiting'].map((name) =>
    upperMedian(valuesOf(samples, name)),
  ) as [number, number, number];
  if (Number.isNaN(otherLoad)) return [];
  const noisy = 'figures are noisier than they need be: intervals are wider, verdicts fewer';
  return [
    // what others use of cores that ours do not want is no disturbance
    Number.isNaN(waiting)
      ? row({
          id: 'foreign-load',
          title: 'Other programs, median measurement',
          measured: `${otherLoad.toFixed(2)} cores`,
          limit: `at most ${tolerated.otherLoadCores} cores`,
          good: otherLoad <= tolerated.otherLoadCores,
          consequence: noisy,
        })
      : row({
          id: 'waiting',
          title:
            'Time for which servers, store and generator waited for a core, of the time that they wanted one, median measurement',
          measured: `${percentTo(1, waiting)}; other programs used ${otherLoad.toFixed(2)} cores`,
          limit: `at most ${percentTo(1, mostWaiting)}`,
          good: waiting <= mostWaiting,
          consequence: noisy,
        }),
    ...(Number.isNaN(steal)
      ? []
      : [
          row({
            id: 'steal',
            title: 'Taken by other machines, median measurement',
            measured: `${steal.toFixed(3)} cores`,
            limit: `at most ${tolerated.stealCores} cores`,
            good: steal <= tolerated.stealCores,
            consequence: noisy,
          }),
        ]),
    ...worst(
      [...valuesOf(samples, 'machine.throttled'), ...valuesOf(samples, 'saturation.throttled')],
      'throttled',
      'Kept back by a CPU quota, worst measurement',
      {
        limit: tolerated.throttledCores,
        show: (cores) => `${cores.toFixed(2)} cores`,
      },
    ),
  ];
}

/** Threads of one server wait for each other; what is beyond that is others' doing. */
const mostWaiting = 0.2;
interface QualityRow {
  readonly id: string;
  readonly title: string;
  readonly measured: string;
  readonly limit: string;
  readonly good: boolean;
  readonly consequence: string;
}

function row({ id, title, measured, limit, good, consequence }: QualityRow): Quality {
  return { id, title, measured, limit, state: good ? 'ok' : 'warning', consequence };
}

function valuesOf(samples: readonly Sample[], wanted: string): number[] {
  return samples.filter(({ metric }) => metric === wanted).map(({ value }) => value);
}
