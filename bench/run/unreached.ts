import { counted, list, listOf } from '../../reports/text/wording.ts';
import type { Plan } from '../plan/plan.ts';

type Left = Pick<Plan, 'attacks' | 'scaling' | 'faults' | 'lifecycle' | 'micro' | 'loadRounds'>;

/** How many are named; each is one that whoever reads it can ask for. */
const mostNamed = 5;

/**
 * What a run did not come to that was ended early.
 * @param left what is unfinished of its plan
 * @param onward the command that goes on with it
 * @returns nothing where nothing is left
 */
export function unreached(left: Left, onward: string): string | undefined {
  const cells = [...left.attacks, ...left.scaling, ...left.faults, ...left.lifecycle, ...left.micro];
  const open = [
    ...(cells.length > 0 ? [counted(cells.length, 'test')] : []),
    // how many there would have been is a matter of the time that was left
    ...(left.loadRounds.length > 0 ? ['rounds of load'] : []),
  ];
  if (open.length === 0) return undefined;
  const scenarios = [...new Set(cells.map(({ facts }) => facts.scenario))];
  const of = scenarios.length > 0 ? `, of ${listOf(mostNamed, scenarios)}` : '';
  return `not reached: ${list(open)}${of}; ${onward} goes on`;
}
