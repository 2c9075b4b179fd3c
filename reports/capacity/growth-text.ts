import type { Results } from '../results/results.ts';
import { list, percent, times } from '../text/wording.ts';
import { perSecondOf } from './growth.ts';
import type { ScaleOutRow } from './prediction/bounds.ts';
import { curvesOf } from './prediction/predict-scale-out.ts';

/** What most instances carry against one, who was at the end, and what they might use; undefined where it was not measured. Pure. */
export function growthText({ scaleOut = [] }: Pick<Results, 'scaleOut'>): string | undefined {
  const valid = scaleOut.filter((row) => row.valid);
  const most = Math.max(1, ...valid.map(({ instances }) => instances));
  const parts = curvesOf(valid).flatMap((curve) => {
    const [alone, together] = [perSecondOf(curve, 1), perSecondOf(curve, most)];
    if (!alone || together === undefined) return [];
    return [`${times(together / alone)} times with ${curveLabel(curve)}${endText(curve)}`];
  });
  if (most === 1 || parts.length === 0) return undefined;
  return `Reads that ${most} instances carry, against those of one: ${list(parts)}. ${sharesText(valid)}`;
}

/** What instances and their store might use, which says where either ends. Pure. */
export function sharesText(rows: readonly ScaleOutRow[]): string {
  const [row] = rows;
  const store = rows.find(({ storeCores }) => storeCores !== null)?.storeCores;
  const each =
    row?.heldBy === null
      ? 'Each instance had a core to itself.'
      : `Each instance was held to ${percent(row?.quotaCores ?? 0)} of a core by ${row?.heldBy}, since this machine has no core for each of them.`;
  const ofStore =
    store === undefined || store === null || store >= 1
      ? ''
      : ` The store was held to ${percent(store)}, so that its end is reached.`;
  return `${each}${ofStore}`;
}

/** A scheme, and how it keeps its state where that is not the usual way. */
export function curveLabel([row]: readonly ScaleOutRow[]): string {
  return row?.mode === 'sticky' ? `${row.scheme}, sticky` : (row?.scheme ?? '');
}

function endText(curve: readonly ScaleOutRow[]): string {
  const [first] = curve
    .filter(({ limit }) => limit === 'store' || limit === 'generator')
    .toSorted((a, b) => a.instances - b.instances);
  if (!first) return '';
  return ` (${first.limit === 'store' ? 'the store' : 'the load generator'} was at its end from ${first.instances} on)`;
}
