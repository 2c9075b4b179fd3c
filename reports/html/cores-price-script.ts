import { example, readWorkload } from '../capacity/workload.ts';
import { coresPrice } from './cores-price.ts';
import { byId, typedIn } from './in-page.ts';
import type { Carried } from './read-premises.ts';

/** Turns the cores of the first screen into money, at a price that is typed. */
export function runCoresPrice({ demands }: Carried): void {
  const read = readWorkload(example);
  if ('problems' in read) return;
  const form = byId('cores-form');
  form.hidden = false;
  form.addEventListener('input', () => {
    byId('cores-answer').textContent = coresPrice(read.workload, demands, typedIn('cores-price'));
  });
}
