import { costFinding } from '../../capacity/cost-finding.ts';
import { demandsOf } from '../../capacity/demands.ts';
import { planOf } from '../../capacity/plan.ts';
import { typedPrices } from '../../capacity/typed-prices.ts';
import { asked, example, readWorkload } from '../../capacity/workload.ts';
import { command } from '../../text/installation.ts';
import { commandCode } from '../command-code.ts';
import { folded } from '../folded.ts';
import { html, type SafeHtml } from '../markup.ts';
import { planView } from '../plan-view.ts';
import type { Section } from '../section.ts';

/** The same sums as `plan` on the command line, on what this run measured. */
export const planSection: Section = {
  id: 'plan',
  title: 'What your load takes',
  finding(results) {
    const read = readWorkload(example);
    return 'problems' in read || results.schemes.length === 0
      ? undefined
      : costFinding(planOf(read.workload, demandsOf(results)).schemes).replace(/\.$/, '');
  },
  body(results) {
    const read = readWorkload(example);
    if (results.schemes.length === 0 || 'problems' in read)
      return html`<p>No scheme was run, so there is nothing to plan with.</p>`;
    return html`<p class="lead">Servers, store, network and money for a load of yours. It is computed from what this run measured of one core.</p>
${folded(
  'Calculate',
  html`${planForm()}
<div id="plan-answer" aria-live="polite">${planView(results, planOf(read.workload, demandsOf(results)))}</div>
<p>On the command line: ${commandCode(command('plan --users 1e6 --rate 20000 --mix read=0.97,login=0.01,renewal=0.02 --prices prices.yaml'))}</p>`,
)}`;
  },
};

/** Numbers to change in the page. Hidden until its script runs: without one, the plan for the example stands alone. */
function planForm(): SafeHtml {
  return html`<fieldset class="form" id="plan-form" hidden><legend>Your load, and your prices</legend>
<div class="fields">${asked.map(([name, question]) => field(question, example[name]))}${typedPrices.map(([, question]) => field(question, undefined))}</div>
</fieldset>`;
}

function field(
  question: { readonly flag: string; readonly ask: string; readonly otherwise?: string },
  value = '',
): SafeHtml {
  const { flag, ask, otherwise } = question;
  return html`<label>${ask} <input type="text" name="plan-${flag}" size="${Math.max(8, value.length)}" value="${value}" autocomplete="off">${otherwise !== undefined && html` <small>empty: ${otherwise}</small>`}</label>`;
}
