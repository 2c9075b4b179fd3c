import type { Rival } from '../analysis/rival.ts';
import type { Demands } from '../capacity/demands.ts';
import type { Results } from '../results/results.ts';
import { mapTexts } from '../text/map-texts.ts';
import { type Columns, fromColumns } from './columns.ts';
import { unpacked } from './packed-requirements.ts';
import type { Premises } from './premises.ts';

/** What rules do not read, and the page shows beside them. */
export interface Carried {
  readonly performance: readonly string[];
  readonly rival?: Rival;
  readonly demands: Demands;
}

type InColumns = 'samples' | 'comparisons' | 'attacks' | 'scaling';
type Written = Omit<Premises, 'evidence' | InColumns> &
  Readonly<Record<InColumns, Columns>> & { readonly evidence: readonly ([string, string, string] | string | 0)[] };

/** The other way, in the page. Our own page wrote it, so it is trusted. */
export function readPremises(text: string): Results & Carried {
  const { evidence: carried, ...packed } = JSON.parse(text) as Written;
  const evidence = carried.map((one) => {
    // no rule looks for one that has its name alone, except by it
    const [id, scenario, scheme] = one === 0 ? ['', '', ''] : typeof one === 'string' ? [one, one, ''] : one;
    return { id, cell: { scenario }, scheme };
  });
  const read = mapTexts(packed, (said) => (/^@\d+$/.test(said) && evidence[Number(said.slice(1))]?.id) || said);
  return {
    ...read,
    evidence,
    requirements: unpacked(read.requirements),
    samples: fromColumns(read.samples),
    comparisons: fromColumns(read.comparisons),
    attacks: fromColumns(read.attacks),
    scaling: fromColumns(read.scaling),
  } as unknown as Results & Carried;
}
