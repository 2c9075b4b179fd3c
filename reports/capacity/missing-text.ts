import { sentence } from '../text/wording.ts';
import type { Missing } from './estimate.ts';

/** What is not known, a sentence each, and then what measures it, each command once. */
export function missingTexts(missing: readonly Missing[]): string[] {
  const commands = [...new Set(missing.map(({ command }) => command))];
  return [
    ...missing.map(({ what, because }) => sentence(`${what}: ${because}`)),
    ...commands.map((command) => `It is measured by ${command}`),
  ];
}
