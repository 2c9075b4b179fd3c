import { isOf } from '../results/cell.ts';
import type { Results } from '../results/results.ts';

/** Why a claim cannot be judged: what it rests on was not measured, or has no verdict. */
export class Unsettled extends Error {
  readonly state: 'not-run' | 'inconclusive';

  constructor(state: 'not-run' | 'inconclusive', message: string) {
    super(message);
    this.name = 'Unsettled';
    this.state = state;
  }
}

/** What a run lacks of a scenario on a scheme, and how that is run. */
export function lacking(results: Results, id: string, scheme: string): Unsettled {
  const broken = results.cells.find((cell) => cell.state === 'inconclusive' && isOf(cell, id, scheme));
  if (!broken) return new Unsettled('not-run', `${id} was not run on ${scheme}: ${howToRun(results, id)}`);
  return new Unsettled('inconclusive', `${id} on ${scheme} broke: ${broken.because ?? 'no cause was kept'}`);
}

/** What runs a kind of scenario, in any profile that has time for it. */
const flags: Readonly<Record<string, string>> = {
  attack: '--suite security',
  scaling: '--suite scale',
  lifecycle: '--suite lifecycle',
  load: '--suite load',
  demand: '--scenario demand',
  'scale-out': '--scenario scale-out',
};

function howToRun({ scenarios }: Results, id: string): string {
  const flag = flags[scenarios.find((one) => one.id === id)?.kind ?? ''];
  return flag === undefined ? 'this version has no scenario of that name' : `run ${flag}`;
}
