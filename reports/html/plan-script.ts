import { planOf } from '../capacity/plan.ts';
import { readTypedPrices, typedPrices } from '../capacity/typed-prices.ts';
import { asked, questions, readWorkload } from '../capacity/workload.ts';
import type { Results } from '../results/results.ts';
import { byId, typedIn } from './in-page.ts';
import { html, render } from './markup.ts';
import { planView } from './plan-view.ts';
import type { Carried } from './read-premises.ts';

/** Does the same sums as `plan` on the command line. */
export function runPlanForm(results: Results & Carried): void {
  const form = byId('plan-form');
  const answer = byId('plan-answer');

  function ask(): void {
    const typed = <Name extends string>(fields: readonly (readonly [Name, { flag: string }])[]) =>
      Object.fromEntries(fields.map(([name, { flag }]) => [name, typedIn(`plan-${flag}`)])) as Record<Name, string>;
    const read = readWorkload(typed(asked));
    const prices = readTypedPrices(typed(typedPrices));
    const problems = [
      ...('problems' in read ? read.problems.map(({ name, message }) => `${questions[name].ask} ${message}.`) : []),
      ...(typeof prices === 'string' ? [prices] : []),
    ];
    answer.innerHTML = render(
      html`${problems.map((text) => html`<p class="reasons warn">${text}</p>`)}${'workload' in read && planView(results, planOf(read.workload, results.demands, typeof prices === 'string' ? undefined : prices))}`,
    );
  }

  form.hidden = false;
  form.addEventListener('input', ask);
  ask();
}
