import { exact } from '../text/wording.ts';
import { html, type SafeHtml } from './markup.ts';

export interface Choice {
  /** What it shows has the class `<name>-<id>`; the style sheet knows both. */
  readonly id: string;
  readonly word: string;
  readonly count: number;
}

/** Buttons that show only a kind of lines, by style alone: they work without script, and print shows everything. */
export function filter(name: string, legend: string, choices: readonly Choice[]): SafeHtml | undefined {
  if (choices.length < 2) return undefined;
  return html`<fieldset class="filter"><legend>${legend}</legend>
<label><input type="radio" name="${name}" checked>any outcome</label>
${choices.map(({ id, word, count }) => html`<label><input type="radio" name="${name}" id="only-${name}-${id}">${word} <small>${exact(count)}</small></label>\n`)}</fieldset>`;
}
