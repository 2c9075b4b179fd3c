import { type AnalysedParts, analyse } from '../../reports/analysis/analyse.ts';
import type { Claim } from '../../reports/results/report.ts';
import type { Results } from '../../reports/results/results.ts';
import type { RunFolder } from '../runs/run-folder.ts';
import type { Ordered } from './plan-order.ts';

type Lists =
  | 'cells'
  | 'samples'
  | 'attacks'
  | 'scaling'
  | 'scaleOut'
  | 'demand'
  | 'predictions'
  | 'evidence'
  | 'properties';
export type ResultsPart = { readonly [K in Lists]?: NonNullable<Results[K]> };

/** The results while they grow. */
export interface ResultsBuilder {
  /** Returns when it is on disk, or could not be written: then it is part of the next write. */
  add(part: ResultsPart): Promise<void>;
  /** The verdicts of a group were looked at after so many of its rounds; the end of the run is the last look. */
  looked(group: 'load' | 'sensitivity', rounds: number): void;
  /** What is so of the whole run, by now. */
  told(facts: Pick<Results, 'agents'>): void;
  /** With all that follows from what was added so far. */
  results(run?: Partial<Results['run']>): Results;
}

/**
 * @param ordered what was added, in an order that does not depend on which cell was done first
 * @param unsaved hears why a write failed: what was found is still there, and the run goes on
 */
export function createResultsBuilder(
  start: Omit<Results, AnalysedParts>,
  claims: readonly Claim[],
  ordered: (lists: Ordered) => Ordered,
  folder: Pick<RunFolder, 'save'>,
  unsaved: (error: unknown) => void,
): ResultsBuilder {
  const raw = { ...start };
  let writing = Promise.resolve();
  /** The write that has not begun: whatever is added until then is part of it, so that workers which finish together share one. */
  let next: Promise<void> | undefined;
  const results: ResultsBuilder['results'] = (run = {}) =>
    analyse({ ...raw, ...ordered(raw), run: { ...raw.run, ...run } }, claims);
  return {
    results,
    looked(group, rounds) {
      const key = group === 'load' ? 'looks' : 'sensitivityLooks';
      const looks = raw.run[key] ?? [];
      if (rounds > (looks.at(-1) ?? 0)) raw.run = { ...raw.run, [key]: [...looks, rounds] };
    },
    told: (facts) => void Object.assign(raw, facts),
    add(part) {
      for (const [list, items] of Object.entries(part)) {
        const key = list as Lists;
        Object.assign(raw, { [key]: [...(raw[key] ?? []), ...items] });
      }
      next ??= writing.then(() => {
        next = undefined;
        return folder.save(results()).catch(unsaved);
      });
      writing = next;
      return writing;
    },
  };
}
