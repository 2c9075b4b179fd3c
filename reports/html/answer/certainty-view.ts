import { certaintyOf } from '../../analysis/certainty.ts';
import { securityCount, securityTexts } from '../../analysis/security-count.ts';
import type { Results } from '../../results/results.ts';
import { capitalised, list, sentence } from '../../text/wording.ts';
import { commandCode } from '../command-code.ts';
import { html, type SafeHtml } from '../markup.ts';

/** Security in a line, what may be built upon, and what settles the rest. */
export function certaintyView(results: Results): SafeHtml {
  const { sure, open } = certaintyOf(results);
  const count = securityCount(results);
  return html`<dl class="certainty">
<div><dt>Security</dt><dd class="${count.broke + count.otherwise > 0 ? 'bad' : ''}">${count.tests === 0 ? 'No attack was carried out.' : securityTexts(count).join(' ')} <a href="#attacks">Which ones</a></dd></div>
<div><dt>Sure</dt><dd>${sure.length === 0 ? 'Nothing of what people ask first.' : sentence(list(sure))}</dd></div>
<div><dt>Not decided</dt><dd>${
    open.length === 0
      ? 'Nothing of what people ask first.'
      : html`<ul>${open.map(({ text, command, takes }) => html`<li>${capitalised(text)}${command !== undefined && html`: ${commandCode(command)}`}${takes !== undefined && ` ${takes}`}</li>`)}</ul>`
  }</dd></div>
</dl>`;
}
