import { typedPrices } from '../capacity/typed-prices.ts';
import { asked, example } from '../capacity/workload.ts';
import { html, type SafeHtml } from './markup.ts';

/** Numbers to change in the page. Hidden until its script runs: without one, the plan for the example stands alone. */
export function planForm(): SafeHtml {
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
