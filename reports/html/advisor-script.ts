import { advise } from '../advice/advise.ts';
import { decisionRecord } from '../advice/record.ts';
import { asked, questions, readRequirements } from '../advice/requirements.ts';
import { sizeOf } from '../capacity/size.ts';
import type { Results } from '../results/results.ts';
import { adviceView, caseAnswer } from './advice-view.ts';
import { byId, copy, typedIn } from './in-page.ts';
import { html, render } from './markup.ts';
import type { Carried } from './read-premises.ts';

/** Asks the same rules as `advise` on the command line. */
export function runAdvisor(results: Results & Carried): void {
  const form = byId('advisor-form');
  const answer = byId('advisor-answer');
  const record = byId('advisor-record');
  const sentence = byId('advisor-sentence');

  function ask(): void {
    const given = asked.map(([name, { flag }]) => [name, typedIn(`ask-${flag}`)] as const);
    const { requirements, problems } = readRequirements(Object.fromEntries(given.filter(([, text]) => text !== '')));
    const advice = advise(requirements, results);
    const size = sizeOf(requirements, results.demands);
    sentence.innerHTML = render(caseAnswer(advice));
    answer.innerHTML = render(
      html`${problems.map(({ name, message }) => html`<p class="reasons warn">${questions[name].ask} ${message}; it is left out.</p>`)}${adviceView(results, 'Your requirements', advice)}${size.length > 0 && html`<ul>${size.map((text) => html`<li>${text}</li>`)}</ul>`}`,
    );
    record.textContent = decisionRecord(advice, results, results.performance, size, results.rival);
  }

  form.hidden = false;
  form.addEventListener('input', ask);
  byId('advisor-copy').addEventListener('click', () => copy(record));
  ask();
}
