import { type Outage, outageFinding, outageOf, outageWords, servedShare } from '../../analysis/outage.ts';
import type { Results } from '../../results/results.ts';
import { outageStrip } from '../charts/outage-strip.ts';
import { figure } from '../figure.ts';
import type { SafeHtml } from '../markup.ts';

/** Who gets an answer before, during and after an outage of the store; nothing of a run without one. */
export function outageView(results: Results): SafeHtml | undefined {
  const outage = outageOf(results);
  if (outage === undefined) return undefined;
  const finding = outageFinding(outage);
  const [everyMs] = outage.lanes.flatMap(({ phases }) =>
    Object.values(phases).flatMap(({ slices }) => slices?.everyMs ?? []),
  );
  return figure({
    id: 'outage',
    finding,
    note: `${everyMs === undefined ? '' : `Each column is ${everyMs} ms. `}Filled: answered. Hatched: refused. Empty: no answer in time. Dashed: the last request that failed.`,
    picture: outageStrip(
      'outage',
      'Who gets an answer before, during and after an outage of the store',
      finding,
      results.run.schemes,
      outage,
    ),
    words: outageWords(outage),
    csv: {
      head: [
        ...['scheme', 'phase', 'lasted_s', 'requests', 'answered', 'refused', 'failed', 'late', 'median_s'],
        ...['recovery_s', 'users', 'lost_users', 'slice_ms', 'answered_of_sent'],
      ],
      rows: outage.lanes.flatMap(rowsOf),
    },
    className: 'narrow',
  });
}

function rowsOf({ scheme, phases, recoveryMs, users, lostUsers }: Outage['lanes'][number]) {
  return (['before', 'during', 'after'] as const).map((phase) => {
    const { lastedMs, requests, refused, failed, late, medianMs, slices } = phases[phase];
    const answered = Math.round((servedShare(phases[phase]) ?? 0) * requests);
    return [
      ...[scheme, phase, lastedMs / 1_000, requests, answered, refused, failed, late, medianMs / 1_000],
      ...(phase === 'after'
        ? [recoveryMs == null ? undefined : recoveryMs / 1_000, users, lostUsers]
        : [undefined, undefined, undefined]),
      slices?.everyMs,
      slices?.served
        .map((served, i) => `${served}/${served + (slices.refused[i] ?? 0) + (slices.missed[i] ?? 0)}`)
        .join(' '),
    ];
  });
}
