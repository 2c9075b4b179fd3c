import { defaultChoice, defaultTexts, noneYet } from '../../advice/default-choice.ts';
import { exposures } from '../../analysis/exposure.ts';
import { standsAlone } from '../../analysis/stands-alone.ts';
import type { Results } from '../../results/results.ts';
import { html, type SafeHtml } from '../markup.ts';

/** What to take where nothing else is known, in one sentence, and what would speak for another. */
export function defaultView(results: Results): SafeHtml | undefined {
  if (standsAlone(results) || results.schemes.length < 2) return undefined;
  const none = noneYet(results);
  if (none !== undefined)
    return html`<p class="default"><strong>${none}</strong> Mend what is named above, and run it again.</p>`;
  const choice = defaultChoice(results);
  if (choice === undefined)
    return html`<p class="default">This run names no default: it does not show a scheme that no attack beat, and how soon its logout acts.</p>`;
  const [first, ...others] = defaultTexts(choice, exposures(results));
  return html`<p class="default"><strong>${first}</strong> ${others.join(' ')}</p>`;
}
