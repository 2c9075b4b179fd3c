import { advise } from '../../advice/advise.ts';
import { asked, clientKinds, goals, type RequirementQuestion, readRequirements } from '../../advice/requirements.ts';
import { conclusions } from '../../analysis/questions.ts';
import { standsAlone } from '../../analysis/stands-alone.ts';
import type { Results } from '../../results/results.ts';
import { caseAnswer } from '../advice-view.ts';
import { html, type SafeHtml, trusted } from '../markup.ts';
import { packedText } from '../packed-text.ts';
import { premises } from '../premises.ts';

/**
 * A case that people ask about, answered, and where the script of the page runs the questions to make it one's own. The
 * first three decide most often; the others are folded.
 */
export function yourCase(results: Results): SafeHtml | undefined {
  if (results.schemes.length === 0 || standsAlone(results)) return undefined;
  const given = Object.fromEntries(
    asked.flatMap(([name, { flag }]) => (first[flag] === undefined ? [] : [[name, first[flag]]])),
  );
  const advice = advise(readRequirements(given).requirements, results);
  const foremost = asked.filter(([, { flag }]) => short[flag] !== undefined);
  const others = asked.filter((one) => !foremost.includes(one));
  return html`<div class="case-of-yours"><fieldset class="form" id="advisor-form" hidden><legend>Your case</legend>
<div class="foremost">${foremost.map(([, question]) => field(question, short[question.flag]))}</div>
<details class="plain"><summary>More requirements, the reasons, a decision record</summary><div>
<p class="note">What is left empty is not asked.</p>
<div class="fields">${others.map(([, question]) => field(question))}</div>
<div id="advisor-answer"></div>
<p><button type="button" id="advisor-copy">Copy the decision record</button></p>
<textarea id="advisor-record" aria-label="Decision record in Markdown" rows="16" readonly></textarea>
</div></details>
</fieldset>
<div class="conclusion" id="advisor-sentence" aria-live="polite">${caseAnswer(advice)}</div></div>
<script type="text/plain" id="premises">${trusted(packedText(JSON.stringify(premises(results, conclusions(results)))))}</script>`;
}

/** Opens with a situation that people ask about, so that there is something to change. */
const first: Readonly<Record<string, string>> = { revocation: '5s', instances: '6', clients: 'spa', session: '8h' };

/** What is asked first, in few words. */
const short: Readonly<Record<string, string>> = {
  revocation: 'Logout acts within',
  instances: 'Instances',
  clients: 'Clients',
};

function field({ flag, takes, ask: whole }: RequirementQuestion, ask = whole): SafeHtml {
  const name = `ask-${flag}`;
  const given = first[flag];
  if (flag === 'clients')
    return html`<fieldset><legend>${ask === whole ? 'Which clients are there?' : ask}</legend>${clientKinds.map((kind) => html`<label><input type="checkbox" name="${name}" value="${kind}"${kind === given && html` checked`}> ${kind}</label> `)}</fieldset>`;
  const choices = flag === 'prefer' ? goals : takes.includes('|') ? takes.split('|') : undefined;
  if (choices !== undefined)
    return html`<label>${flag === 'prefer' ? 'What matters most beyond that?' : ask} <select name="${name}"><option value="">not asked</option>${choices.map((choice) => html`<option>${choice}</option>`)}</select></label>`;
  return html`<label>${ask} <input type="text" name="${name}" size="8" value="${given ?? ''}" autocomplete="off">${examples[takes] !== undefined && html` <small>${examples[takes]}</small>`}</label>`;
}

const examples: Readonly<Record<string, string>> = { time: '5s, 15m, 8h', bytes: '4096, 8KiB' };
