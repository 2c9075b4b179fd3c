import type { Results } from '../results/results.ts';
import { command } from '../text/installation.ts';
import { edgesOf } from './edges.ts';
import { type Known, nothing } from './estimate.ts';
import type { DemandRow } from './prediction/demand-curve.ts';
import type { LoadStep } from './workload.ts';

/** What a request of a step takes near the most that an instance carries: at the highest rate that it was driven at. */
export type MeasuredDemand = (
  step: LoadStep,
  scheme: string,
) => Readonly<Record<'servers' | 'store' | 'up' | 'down', Known>>;

/** Undefined where a run did not measure it for all of its schemes: some told so and some otherwise compare with nothing. */
export function measuredDemand({
  demand = [],
  schemes,
}: Pick<Results, 'demand' | 'schemes'>): MeasuredDemand | undefined {
  const measured = demand.filter(({ heldOut, valid }) => valid && !heldOut);
  const highest = Math.max(0, ...measured.map(({ place }) => place));
  const rowsOf = (step: string, scheme: string) =>
    measured.filter((row) => row.load === step && row.scheme === scheme && row.place === highest);
  const needed = ({ id, traits }: Results['schemes'][number]) =>
    (traits.renewal === 'rotation' ? ['read', 'login', 'renewal'] : ['read', 'login']).every(
      (step) => rowsOf(step, id).length > 0,
    );
  if (schemes.length === 0 || !schemes.every(needed)) return undefined;
  const keepsStore = (scheme: string) => schemes.some(({ id, traits }) => id === scheme && traits.store !== 'never');
  return (step, scheme) => {
    const rows = rowsOf(step, scheme);
    const known = (metric: string, of: (row: DemandRow) => number | null): Known => {
      const values = rows.flatMap((row) => of(row) ?? []);
      const edges = edgesOf(values);
      const evidence = [...new Set(rows.map((row) => row.evidence))];
      const scenario = rows[0]?.scenario ?? '';
      if (edges) return { ...edges, rests: [{ scenario, metric, scheme, rounds: values.length, evidence }] };
      // a row without it has no store, or one that cannot be seen: only the first takes nothing
      return rows.length > 0 && keepsStore(scheme) ? { missing: [{ ...unseen, scenario, scheme }] } : nothing;
    };
    return {
      servers: known('cpu.servers', (row) => row.cpuServersUs),
      store: known('cpu.store', (row) => row.cpuStoreUs),
      up: known('bytes.up', (row) => row.bytesUp),
      down: known('bytes.down', (row) => row.bytesDown),
    };
  };
}

const unseen = {
  what: 'CPU of the store',
  because: 'this run could not see its store at work',
  command: `${command('--scenario demand')} --store binary, where redis-server or valkey-server is installed`,
};
