import { metric } from '../metrics.ts';
import { amount } from '../text/amount.ts';
import { ratio } from '../text/wording.ts';
import { wrap } from '../text/wrap.ts';
import type { Change } from './change.ts';
import type { RunComparison } from './compare-runs.ts';

const verdicts = ['worse', 'better', 'small', 'inconclusive', 'invalid', 'added', 'removed', 'equivalent'] as const;

/** What changed between two runs, for a terminal of 80 columns. What is equivalent is counted, not listed. */
export function comparedText({ base, head, mismatches, changes, security, claims }: RunComparison): string {
  const counts = verdicts.flatMap((verdict) => {
    const count = changes.filter((change) => change.verdict === verdict).length;
    return count > 0 ? [`${count} ${verdict}`] : [];
  });
  const listed = verdicts
    .filter((verdict) => verdict !== 'equivalent')
    .flatMap((verdict) => changes.filter((change) => change.verdict === verdict));
  return `${[
    ...wrap(`${base} -> ${head}`, ''),
    ...(mismatches.length > 0 ? ['', 'NOT COMPARABLE', ...mismatches.flatMap((why) => wrap(why, '- '))] : []),
    '',
    ...wrap(counts.length > 0 ? `Figures: ${counts.join(', ')}` : 'Figures: none in either run', ''),
    ...listed.flatMap((change) => (change.ratio === null ? [] : row(change))),
    ...withoutRatio(listed),
    ...conditions(listed),
    '',
    `Security: ${security.fresh.length} new, ${security.fixed.length} fixed, ${security.open.length} still open`,
    ...security.fresh.flatMap((text) => wrap(text, 'new     ')),
    ...security.fixed.flatMap((text) => wrap(text, 'fixed   ')),
    ...security.open.flatMap((text) => wrap(text, 'open    ')),
    '',
    `Claims: ${claims.length} changed their state`,
    ...claims.flatMap(({ id, before, after, measured }) => wrap(`${id}: ${before} -> ${after}. ${measured}`, '- ')),
  ].join('\n')}\n`;
}

function row({ scenario, scheme, metric: name, unit, before, after, verdict, ...one }: Change): string[] {
  const show = (value: number | undefined) => (value === undefined ? '–' : amount(value, unit));
  const { raw } = one;
  const judged = ratio(one.ratio, one.ciLow, one.ciHigh);
  const ratios = raw ? `${ratio(raw.ratio, raw.ciLow, raw.ciHigh)}; over the bare route ${judged}` : judged;
  const figures = `${show(before)} -> ${show(after)}, ${ratios}`;
  return wrap(`${verdict}: ${metric(name).title} (${scenario}), ${scheme}: ${figures}`, '- ');
}

/** What flatters figures in both runs, said once for each load. */
function conditions(changes: readonly Change[]): string[] {
  const said = changes.flatMap(({ scenario, condition }) =>
    condition === undefined ? [] : [`${scenario}: ${condition}`],
  );
  return [...new Set(said)].flatMap((text) => wrap(text, '- '));
}

/** Many may lack a ratio for one reason, which is said once. */
function withoutRatio(changes: readonly Change[]): string[] {
  const open = changes.filter(({ ratio }) => ratio === null);
  const reasons = [...new Set(open.map(({ verdict, because }) => `${verdict}, ${because}`))];
  return reasons.flatMap((reason) => {
    const alike = open.filter(({ verdict, because }) => `${verdict}, ${because}` === reason);
    const places = [...new Set(alike.map(({ scenario, scheme }) => `${scenario}, ${scheme}`))].map((place) => {
      const metrics = alike
        .filter((one) => `${one.scenario}, ${one.scheme}` === place)
        .map((one) => metric(one.metric).title);
      return `${place} (${metrics.join('; ')})`;
    });
    return wrap(`${reason}: ${places.join('; ')}`, '- ');
  });
}
