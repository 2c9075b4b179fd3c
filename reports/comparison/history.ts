import { createHash } from 'node:crypto';
import { comparedMetrics } from '../metrics.ts';
import { isMain } from '../results/arm.ts';
import type { Results } from '../results/results.ts';
import { counted } from '../statistics/counted.ts';
import { upperMedian } from '../statistics/median.ts';
import { comparability } from './compare-runs.ts';

export type HistoryEntry = NonNullable<Results['history']>[number];
type Figure = HistoryEntry['figures'][number];

/** As many as a reader takes in at a glance. */
export const mostShown = 20;

/** What is remembered of a run after its folder is gone. */
export function historyEntry(results: Results): HistoryEntry {
  const { run, environment, attacks, claims } = results;
  return {
    id: run.id,
    startedAt: run.startedAt,
    key: comparabilityKey(results),
    commit: environment.commit,
    failed: attacks.filter(({ asExpected }) => asExpected === false).length,
    confirmed: claims.filter(({ state }) => state === 'confirmed').length,
    figures: figures(results),
  };
}

/** The same for two runs that may be set side by side, and different otherwise. */
function comparabilityKey(results: Results): string {
  const about = { ...comparability(results), schemes: results.run.schemes, suites: results.run.suites };
  return createHash('sha256').update(JSON.stringify(about)).digest('hex').slice(0, 16);
}

/** The last `most` runs of the same key up to this one, oldest first; a run that was rendered again stands there once. */
export function trend(kept: readonly HistoryEntry[], own: HistoryEntry, most = mostShown): HistoryEntry[] {
  const earlier = kept.filter(
    ({ id, key, startedAt }) => key === own.key && id !== own.id && startedAt < own.startedAt,
  );
  const latest = [...new Map(earlier.map((entry) => [entry.id, entry])).values()].sort((a, b) =>
    a.startedAt < b.startedAt ? -1 : 1,
  );
  return [...latest.slice(1 - most), own];
}

function figures({ samples }: Results): HistoryEntry['figures'] {
  const found = new Map<string, { readonly of: Omit<Figure, 'value'>; readonly values: number[] }>();
  for (const { scenario, scheme, metric, value } of counted(samples).filter(isMain)) {
    if (!comparedMetrics.has(metric)) continue;
    const key = JSON.stringify([scenario, scheme, metric]);
    const known = found.get(key) ?? { of: { scenario, scheme, metric }, values: [] };
    found.set(key, known);
    known.values.push(value);
  }
  return [...found.values()].map(({ of, values }) => ({ ...of, value: Number(upperMedian(values).toPrecision(6)) }));
}
