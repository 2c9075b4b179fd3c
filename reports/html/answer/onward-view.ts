import { rivalNotRun } from '../../analysis/rival.ts';
import type { Results } from '../../results/results.ts';
import { capitalised } from '../../text/wording.ts';
import { commandCode } from '../command-code.ts';
import { html, type SafeHtml } from '../markup.ts';

/** What was not run and is asked for first, and how the run is made again. */
export function onwardView(results: Results): SafeHtml {
  const { environment, run } = results;
  const rival = rivalNotRun(results);
  return html`<dl class="onward">${rival !== undefined && html`<div><dt>Not run</dt><dd>${capitalised(rival.title)}: ${commandCode(rival.command)}</dd></div>`}
<div><dt>Run it again</dt><dd>${environment.commit !== null && html`<code>git checkout ${environment.commit}</code>, then `}${commandCode(run.command)}</dd></div></dl>`;
}
