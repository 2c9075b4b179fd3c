import { measured } from '../../reports/metrics.ts';
import type { Results } from '../../reports/results/results.ts';
import { figure } from '../../reports/text/wording.ts';
import type { CellOutcome } from '../cells/cell-outcome.ts';
import type { Observed } from '../cells/observe.ts';
import type { LoadCell } from '../plan/plan-load.ts';
import type { Measurement } from './metrics.ts';

type Sample = Results['samples'][number];

/** What was measured of one arm in one round. */
export interface LoadBlocks {
  readonly storeRttUs: number | undefined;
  readonly storeShare: number | undefined;
  readonly open: Measurement;
  /** At saturation. */
  readonly closed: Measurement | undefined;
}

type Whose = Pick<Sample, 'scenario' | 'scheme' | 'arm' | 'round' | 'place'>;

export function loadOutcome(cell: LoadCell, seen: Observed<LoadBlocks>, ratePerSecond: number): CellOutcome {
  return {
    part: { samples: samplesOf(seen.value, seen, whose(cell), ratePerSecond), evidence: [seen.evidence] },
    ...judged(seen, ratePerSecond),
  };
}

/** An arm that is offered nothing has lost the round, and says why. */
export function lostRound(cell: LoadCell, because: string): CellOutcome {
  return { part: { samples: [lost(whose(cell), because)] }, state: 'inconclusive', summary: because };
}

function whose({ scenario, scheme, arm, round, place }: LoadCell): Whose {
  return { scenario: scenario.id, scheme: scheme.id, arm, round, place };
}

function lost(common: Whose, invalidReason: string): Sample {
  return { ...common, ...measured('cpu.total', 0), valid: false, invalidReason };
}

/** Throughput is a question for saturation alone: at an offered rate it is the rate. */
function samplesOf(
  blocks: LoadBlocks | undefined,
  seen: Observed<LoadBlocks>,
  common: Whose,
  ratePerSecond: number,
): Sample[] {
  if (!blocks) return [lost(common, seen.cause ?? '')];
  const others = [
    ['rate.offered', ratePerSecond],
    ['store.rtt', blocks.storeRttUs],
    ['store.share', blocks.storeShare],
  ] as const;
  return [
    ...others.flatMap(([name, value]) => (value === undefined ? [] : [{ ...measured(name, value), valid: true }])),
    ...blocks.open.metrics.filter(({ metric }) => metric !== 'throughput'),
    ...(blocks.closed?.metrics ?? []),
  ].map((metric) => ({ ...common, ...metric }));
}

function judged(seen: Observed<LoadBlocks>, ratePerSecond: number): Pick<CellOutcome, 'state' | 'summary'> {
  if (!seen.value) return { state: 'inconclusive', summary: seen.cause };
  const { open } = seen.value;
  if (open.invalid.length > 0) return { state: 'inconclusive', summary: open.invalid.join('; ') };
  const value = (name: string) => open.metrics.find(({ metric }) => metric === name)?.value;
  const ms = (name: string) => (value(name) === undefined ? 'unknown' : `${figure((value(name) ?? 0) / 1_000)} ms`);
  const summary = `${ratePerSecond} requests/s, CPU ${ms('cpu.total')} a request, median latency ${ms('latency.p50')}`;
  return { state: 'done', summary };
}

export function factsOf({ metrics, absent, invalid }: Measurement) {
  return {
    metrics: Object.fromEntries(metrics.map(({ metric, value }) => [metric, value])),
    absent: Object.fromEntries(absent.map(({ metric, because }) => [metric, because])),
    invalid: [...invalid],
  };
}
