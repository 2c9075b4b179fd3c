import type { Demands } from '../capacity/demands.ts';
import type { Results } from '../results/results.ts';
import { unpacked } from './packed-requirements.ts';
import type { Premises } from './premises.ts';

/** What rules do not read, and the page shows beside them. */
export interface Carried {
  readonly performance: readonly string[];
  readonly demands: Demands;
}

/** The other way, in the page. Our own page wrote it, so it is trusted. */
export function readPremises(text: string): Results & Carried {
  const read = JSON.parse(text) as Omit<Premises, 'evidence'> & { evidence: ([string, string, string] | 0)[] };
  const evidence = read.evidence.map((one) => {
    const [id, scenario, scheme] = one === 0 ? ['', '', ''] : one;
    return { id, cell: { scenario }, scheme };
  });
  return { ...read, evidence, requirements: unpacked(read.requirements) } as unknown as Results & Carried;
}
