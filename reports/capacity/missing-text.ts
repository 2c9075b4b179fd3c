import { type Group, groupBy } from '../group-by.ts';
import { list } from '../text/wording.ts';
import type { Missing } from './estimate.ts';

/** What is not known, a sentence for each scenario and reason, and then what measures it, each command once. */
export function missingTexts(missing: readonly Missing[]): string[] {
  const groups = groupBy(missing, ({ scenario, because }) => JSON.stringify([scenario, because]));
  const commands = [...new Set(missing.map(({ command }) => command))];
  return [...[...groups.values()].map(told), ...commands.map((command) => `It is measured by ${command}`)];
}

function told(group: Group<Missing>): string {
  const [{ scenario, because }] = group;
  const schemes = [...new Set(group.flatMap(({ scheme }) => (scheme === 'none' ? [] : [scheme])))];
  const [first = '', ...others] = new Set(group.map(({ what }) => what));
  const what = others.length > 1 ? `${first} and ${others.length} more` : list([first, ...others]);
  return `${scenario}${schemes.length > 0 ? ` (${list(schemes)})` : ''}, ${what}: ${because}.`;
}
