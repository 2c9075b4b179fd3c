import { asked, clientKinds, goals, type RequirementQuestion } from '../advice/requirements.ts';
import { conclusions } from '../analysis/questions.ts';
import type { Results } from '../results/results.ts';
import { html, type SafeHtml, trusted } from './markup.ts';
import { premises } from './premises.ts';

/** Questions to answer in the page. Hidden until its script runs: without one, the worked situations stand alone. */
export function advisorForm(results: Results): SafeHtml {
  return html`<fieldset class="form" id="advisor-form" hidden><legend>Your requirements; what is left empty is not asked</legend>
<div class="fields">${asked.map(([, question]) => field(question))}</div>
<div id="advisor-answer" aria-live="polite"></div>
<details><summary>Decision record to copy</summary><div>
<p><button type="button" id="advisor-copy">Copy</button></p>
<textarea id="advisor-record" aria-label="Decision record in Markdown" rows="16" readonly></textarea>
</div></details>
</fieldset>
<script type="application/json" id="premises">${trusted(embeddable(JSON.stringify(premises(results, conclusions(results)))))}</script>`;
}

/** Opens with a situation that people ask about, so that there is something to change. */
const first: Readonly<Record<string, string>> = { revocation: '5s', instances: '6', clients: 'spa', session: '8h' };

function field({ flag, takes, ask }: RequirementQuestion): SafeHtml {
  const name = `ask-${flag}`;
  const given = first[flag];
  if (flag === 'clients')
    return html`<fieldset><legend>Which clients are there?</legend>${clientKinds.map((kind) => html`<label><input type="checkbox" name="${name}" value="${kind}"${kind === given && html` checked`}> ${kind}</label> `)}</fieldset>`;
  const choices = flag === 'prefer' ? goals : takes.includes('|') ? takes.split('|') : undefined;
  if (choices !== undefined)
    return html`<label>${flag === 'prefer' ? 'What matters most beyond that?' : ask} <select name="${name}"><option value="">not asked</option>${choices.map((choice) => html`<option>${choice}</option>`)}</select></label>`;
  return html`<label>${ask} <input type="text" name="${name}" size="8" value="${given ?? ''}" autocomplete="off">${examples[takes] !== undefined && html` <small>${examples[takes]}</small>`}</label>`;
}

const examples: Readonly<Record<string, string>> = { time: '5s, 15m, 8h', bytes: '4096, 8KiB' };

/** JSON that can end no element and hide no character: everything but plain ASCII is escaped. */
function embeddable(json: string): string {
  return json.replace(/[<>&]|[^\x20-\x7E]/g, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
