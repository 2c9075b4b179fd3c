import { armText, isBare, isMain } from './arm.ts';
import type { Results } from './results.ts';

export type CellFacts = Results['evidence'][number]['cell'];

/** A cell in a word, as people and progress name it. Nobody reads it back. */
export function cellId({ kind, scenario, scheme, mode, instances, arm, round, heldOut, ...trial }: CellFacts): string {
  const inRound = round === undefined ? [] : [`round-${round}`];
  if (kind === 'micro') return `micro/${scenario}`;
  if (arm?.group === 'rate-search') return `slo/${scheme}`;
  if (arm?.group === 'rate-sweep') return ['ladder', scheme, ...inRound].join('/');
  const part = arm === undefined || isMain({ arm }) || isBare({ arm }) ? undefined : armText(arm);
  const who = [scheme, part, trial.controlScheme, trial.weakness].filter((one) => one !== undefined).join('+');
  return [scenario, who, mode, instances, heldOut && 'held-out', ...inRound]
    .filter((one) => one !== undefined)
    .join('/');
}

/** What evidence of a cell is called. */
export function evidenceId(cell: CellFacts): string {
  return `${cell.kind}/${cellId(cell)}`;
}

/** Whether it is of that scenario on the scheme itself: no A/A arm, no other build, no weakened server. */
export function isOf(cell: CellFacts, scenario: string, scheme: string): boolean {
  const { arm, weakness } = cell;
  return (
    cell.scenario === scenario &&
    cell.scheme === scheme &&
    weakness === undefined &&
    (arm === undefined || isMain({ arm }))
  );
}
