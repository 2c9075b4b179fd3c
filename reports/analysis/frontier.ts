import { isMain } from '../results/arm.ts';
import type { Results } from '../results/results.ts';
import { withDiscards } from '../statistics/counted.ts';
import { mainScenario } from '../statistics/main-scenario.ts';
import { median } from '../statistics/median.ts';
import { exposures } from './exposure.ts';

/** One scheme on two axes of which less is better, as far as the run measured both. */
export interface FrontierPoint {
  readonly scheme: string;
  /** Until a logout has effect, as configured, in ms; 0 at once, Infinity without end. */
  readonly endsMs: number;
  readonly endsText: string;
  /** Of the store, for an ordinary request. */
  readonly commands: number;
  /** Of the store, for a renewal; absent where there is none, or it was not counted. */
  readonly renewal?: number;
  /** Of servers and store, for an ordinary request, in µs; absent where it was not measured. */
  readonly cpuUs?: number;
  /** Schemes that end sooner or ask less, and are behind in neither; none on the frontier. */
  readonly dominatedBy: readonly string[];
  readonly evidence: readonly string[];
}

/** Every scheme of a run of which both are known, those that end soonest first. Pure. */
export function frontierOf(results: Results): FrontierPoint[] {
  const logout = exposures(results).find(({ title, also }) => [title, ...also].includes('logout'));
  const placed = (logout?.of ?? []).flatMap(({ scheme, ms, text, evidence }) => {
    const commands = commandsOf(results, scheme);
    if (ms === undefined || commands === undefined) return [];
    const [renewal, cpuUs] = [counted(results, scheme, 'commands.refresh'), cpuOf(results, scheme)];
    return [
      {
        ...{ scheme, endsMs: ms, endsText: text, commands, evidence },
        ...(renewal !== undefined && renewal > 0 && { renewal }),
        ...(cpuUs !== undefined && { cpuUs }),
      },
    ];
  });
  return placed
    .map((one) => ({
      ...one,
      dominatedBy: placed.filter((other) => dominates(other, one)).map(({ scheme }) => scheme),
    }))
    .sort((a, b) => (a.endsMs === b.endsMs ? a.commands - b.commands : a.endsMs < b.endsMs ? -1 : 1));
}

type Placed = Pick<FrontierPoint, 'endsMs' | 'commands'>;

function dominates(other: Placed, one: Placed): boolean {
  const isBehind = other.endsMs > one.endsMs || other.commands > one.commands;
  return !isBehind && (other.endsMs < one.endsMs || other.commands < one.commands);
}

/** Under load where it was measured, else as they were counted one by one; to a tenth, since background work adds crumbs. */
function commandsOf(results: Results, scheme: string): number | undefined {
  const underLoad = loadMedian(results, scheme, 'store.commands');
  const commands = underLoad ?? counted(results, scheme, 'commands.read');
  return commands === undefined ? undefined : Math.round(commands * 10) / 10;
}

function cpuOf(results: Results, scheme: string): number | undefined {
  return loadMedian(results, scheme, 'cpu.total');
}

function loadMedian({ samples, comparisons }: Results, scheme: string, name: string): number | undefined {
  const scenario = mainScenario(comparisons);
  return median(
    withDiscards(samples)
      .filter((one) => one.scenario === scenario && one.metric === name && one.arm.group === 'load')
      .filter((one) => one.valid && one.scheme === scheme && isMain(one))
      .map(({ value }) => value),
  );
}

function counted({ samples }: Results, scheme: string, name: string): number | undefined {
  const of = (one: Results['samples'][number]) =>
    one.scenario === 'store-use' && one.scheme === scheme && one.metric === name && one.valid;
  return samples.findLast(of)?.value;
}
