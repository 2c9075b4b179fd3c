import { html, type SafeHtml } from '../../reports/html/markup.ts';
import { command } from '../../reports/text/installation.ts';
import { counted, exact, percent } from '../../reports/text/wording.ts';
import { leftText } from '../cells/pace.ts';
import { clock } from '../cells/progress.ts';
import type { LiveState } from './live-state.ts';

/** What a run has come to, for people: how far it is, what it does, what failed, and what has no verdict. Pure. */
export function liveView(state: LiveState): SafeHtml {
  const { total, done, leftMs, elapsedMs, running, failed, open, openCount, notes, hasEnded } = state;
  // by time, since nobody knows how many rounds there will be
  const share = hasEnded ? 1 : total === 0 ? 0 : elapsedMs / Math.max(1, elapsedMs + leftMs);
  return html`<p class="big" role="status">${headline(state)}</p>
<progress max="1" value="${share.toFixed(3)}" aria-label="How far the run is">${percent(share)}</progress>
<p>${exact(done)} of ${exact(total)} tests are done after ${clock(elapsedMs)} min.</p>
${!hasEnded && html`<h2>Under way</h2>${running.length === 0 ? html`<p>Nothing: it is between two tests.</p>` : html`<ul>${running.map((doing) => html`<li>${doing}</li>`)}</ul>`}`}
${
  failed.length > 0 &&
  html`<h2>Failed: ${counted(failed.length, 'test')}</h2>
<ul>${failed.map(({ id, summary, failed }) => html`<li><code>${id}</code> ${failed}: ${summary}</li>`)}</ul>`
}
<h2>Without a verdict: ${counted(openCount, 'test')}</h2>
${open.length > 0 && html`<ul>${open.map(({ id, summary }) => html`<li><code>${id}</code> ${summary}</li>`)}</ul>`}
<h2>What the run said</h2>
<ul>${notes.map((note) => html`<li>${note}</li>`)}</ul>
`;
}

function headline({ total, leftMs, hasEnded }: LiveState): string {
  if (hasEnded)
    return `The run has ended, and this page with it. Where it wrote a report, ${command('open')} shows it.`;
  return total === 0 ? 'The run prepares its store and its servers.' : `The run works: ${leftText(leftMs)}.`;
}
