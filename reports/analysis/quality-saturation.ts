import type { Results } from '../results/results.ts';

/** Throughput is a server's only where the server was its limit, and nothing else spoilt it. Pure. */
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
      title: 'Measurements at saturation that count',
      measured: `${blocks.length - bad.length} of ${blocks.length}; ${used}${first}`,
      limit: 'all',
      state: bad.length === 0 ? 'ok' : 'warning',
      consequence: 'where servers were not the limit, or something spoilt it, throughput is in no figure',
    },
  ];
}
