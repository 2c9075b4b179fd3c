import type { Results } from '../results/results.ts';

/** Throughput is a server's only where the server was its limit. Pure. */
export function qualityOfSaturation(samples: Results['samples']): Results['quality'] {
  const blocks = samples.filter(({ metric }) => metric === 'throughput');
  if (blocks.length === 0) return [];
  const bad = blocks.filter(({ valid }) => !valid);
  const most = (wanted: string) =>
    samples.reduce((least, { metric, value }) => (metric === wanted ? Math.max(least, value) : least), 0).toFixed(2);
  const used = `the generator used up to ${most('saturation.generator')} cores, the store ${most('saturation.store')}`;
  const first = bad[0] ? ` (${bad[0].scheme}: ${bad[0].invalidReason})` : '';
  return [
    {
      id: 'saturation',
      title: 'Blocks at saturation whose limit was the servers',
      measured: `${blocks.length - bad.length} of ${blocks.length}; ${used}${first}`,
      limit: 'all',
      state: bad.length === 0 ? 'ok' : 'warning',
      consequence: 'where something else was the limit, throughput is none of the server and in no figure',
    },
  ];
}
