import { counted, list, listOf } from '../../reports/text/wording.ts';
import type { Plan } from '../plan/plan.ts';

type Tests = 'attacks' | 'scaling' | 'faults' | 'lifecycle' | 'micro';
type Timed = Exclude<keyof Plan, Tests>;

/** What goes on for as long as there is time: how many there would have been is a matter of that. */
const timed: Readonly<Record<Timed, string>> = {
  loadRounds: 'rounds of load',
  searches: 'searches for the highest rate',
  rateSweep: 'rounds of the rate sweep',
  demand: 'launches for demand',
  scaleOut: 'launches for the scale-out curve',
  sensitivity: 'rounds of variations',
};

/** How many are named; each is one that whoever reads it can ask for. */
const mostNamed = 5;

/**
 * What a run did not come to that was ended early.
 * @param left what is unfinished of its plan
 * @param onward the command that goes on with it
 * @returns nothing where nothing is left
 */
export function unreached(left: Plan, onward: string): string | undefined {
  const cells = [...left.attacks, ...left.scaling, ...left.faults, ...left.lifecycle, ...left.micro];
  const open = [
    ...(cells.length > 0 ? [counted(cells.length, 'test')] : []),
    ...(Object.keys(timed) as Timed[]).filter((part) => left[part].length > 0).map((part) => timed[part]),
  ];
  if (open.length === 0) return undefined;
  const scenarios = [...new Set(cells.map(({ facts }) => facts.scenario))];
  const of = scenarios.length > 0 ? `, of ${listOf(mostNamed, scenarios)}` : '';
  return `not reached: ${list(open)}${of}; ${onward} goes on`;
}
