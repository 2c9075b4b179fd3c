import { advise } from '../advice/advise.ts';
import { decisionRecord } from '../advice/record.ts';
import { asked, questions, readRequirements } from '../advice/requirements.ts';
import { adviceSentence, adviceView } from './advice-view.ts';
import { html, render } from './markup.ts';
import { readPremises } from './premises.ts';

/** Runs in the page, bundled with all that it imports: asks the same rules as `advise` on the command line. */

/** As much of a document as is used here; the rest of the project knows none. */
interface Field {
  readonly value: string;
  hidden: boolean;
  innerHTML: string;
  textContent: string | null;
  addEventListener(event: string, listener: () => void): void;
  select(): void;
}
declare const document: {
  getElementById(id: string): Field;
  querySelectorAll(selector: string): Iterable<Field>;
  execCommand(name: string): boolean;
};

const form = document.getElementById('advisor-form');
const answer = document.getElementById('advisor-answer');
const record = document.getElementById('advisor-record');
const results = readPremises(document.getElementById('advisor-data').textContent ?? '');

function ask(): void {
  const given = asked.flatMap(([name]) => {
    const text = [...document.querySelectorAll(`[name=ask-${questions[name].flag}]:is(select,[type=text],:checked)`)]
      .map(({ value }) => value.trim())
      .filter(Boolean)
      .join(',');
    return text === '' ? [] : [[name, text] as const];
  });
  const { requirements, problems } = readRequirements(Object.fromEntries(given));
  const advice = advise(requirements, results);
  answer.innerHTML = render(
    html`${problems.map(({ name, message }) => html`<p class="reasons warn">${questions[name].ask} ${message}; it is left out.</p>`)}<p class="conclusion"><strong>${adviceSentence(advice.schemes)}</strong></p>${adviceView(results, 'Your requirements', advice)}`,
  );
  record.textContent = decisionRecord(advice, results, results.performance);
}

form.hidden = false;
form.addEventListener('input', ask);
document.getElementById('advisor-copy').addEventListener('click', () => {
  record.select();
  document.execCommand('copy');
});
ask();
