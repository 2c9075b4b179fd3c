import type { Results } from './results.ts';
import { sentence } from './wording.ts';

/** What a run cannot tell, one sentence each, the gravest first. */
export function limits(results: Results): string[] {
  const { run, store, environment, cells, comparisons, claims, quality } = results;
  const missing = cells.filter(({ state }) => state === 'not-run').length;
  const open = cells.filter(({ state }) => state === 'inconclusive');
  const compared = comparisons.filter(({ kind }) => kind !== 'sensitivity');
  const undecided = compared.filter(({ verdict }) => verdict === 'inconclusive').length;
  const unsettled = claims.filter(({ state }) => state === 'not-run' || state === 'inconclusive').length;
  return [
    ...(run.profile === 'smoke'
      ? ['A smoke run proves that everything runs; it gives no performance verdict by design.']
      : []),
    ...(missing > 0 ? [`${missing} of ${cells.length} cells did not run.`] : []),
    ...(open[0]
      ? [
          `${open.length} of ${cells.length} cells have no result; the first is ${open[0].id}. ${sentence(open[0].because ?? 'no cause was kept')}`,
        ]
      : []),
    ...quality
      .filter(({ state }) => state === 'failed' || state === 'warning')
      .map(
        ({ title, measured, limit, consequence }) =>
          `${title}: ${measured}, where the limit is ${limit}. ${sentence(consequence)}`,
      ),
    ...(undecided > 0
      ? [`${undecided} of ${compared.length} comparisons are inconclusive; each says what would settle it.`]
      : []),
    ...(unsettled > 0 ? [`${unsettled} of ${claims.length} claims could not be settled by this run.`] : []),
    `Servers, store and generator share ${environment.cores} cores: ratios may hold on another machine, absolute figures will not.`,
    'Everything ran over loopback without TLS: over a network, each visit to the store adds a round trip that is not seen here.',
    ...(store.caveat ? [store.caveat] : []),
  ];
}
