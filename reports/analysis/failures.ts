import type { Results } from '../results/results.ts';

/** Every security expectation that was not met: its name, and one sentence about it. */
export function failures({ attacks, scaling }: Results): ReadonlyMap<string, string> {
  return new Map([
    ...attacks
      .filter(({ asExpected }) => asExpected === false)
      .map(({ id, scheme, outcome, expected }): [string, string] => {
        const name = `${id} on ${scheme}`;
        return [name, `${name}: ${outcome}, expected ${expected}`];
      }),
    ...scaling
      .filter((row) => row.wronglyAccepted > 0 && !isForgotten(row))
      .map(({ scenario, scheme, mode, instances, wronglyAccepted }): [string, string] => {
        const name = `${scenario} on ${scheme}, ${mode} × ${instances}`;
        return [name, `${name}: ${wronglyAccepted} requests wrongly accepted`];
      }),
  ]);
}

/**
 * Own memory behind round-robin cannot even log out, and with an instance goes what was ended there: that is what the grid
 * shows, and no set-up anybody asks for.
 */
function isForgotten({ mode, event }: Results['scaling'][number]): boolean {
  return mode === 'own-memory' || (mode === 'sticky' && event === 'instance-dies');
}
