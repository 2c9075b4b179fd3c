import type { Results } from './results.ts';

export type Arm = Results['samples'][number]['arm'];
export type Group = Arm['group'];

interface OfArm {
  readonly arm: Arm;
}

export function isIn(group: Group): (one: OfArm) => boolean {
  return ({ arm }) => arm.group === group;
}

/** Whether a figure is a scheme's own: not its A/A arm's, nor of a build, a search or a pass beside it. */
export function isMain({ arm }: OfArm): boolean {
  return arm.role === 'main' && arm.plantedShare === undefined && own.includes(arm.group);
}

const own: readonly Group[] = ['load', 'lifecycle', 'micro'];

/** The route without authentication, beside the schemes themselves. */
export function isBare({ arm }: OfArm): boolean {
  return arm.role === 'floor' && arm.group === 'load';
}

/** Whether a scheme is as it is, in the rounds in which others are built otherwise. */
export function isAsItIs({ arm }: OfArm): boolean {
  return arm.group === 'sensitivity' && arm.role !== 'a-a' && arm.variation === undefined && arm.beside === undefined;
}

/** The rounds that an arm takes part in, in a word: each pass of a confirmation has its own. */
export function roundsText({ group, pass }: Arm): string {
  return pass === undefined ? group : `confirm-${pass}`;
}

/** An arm in a word, with its scheme beside it: what a table shows, and a Map is keyed by. Nobody reads it back. */
export function armText({ group, role, variation, beside, rate, pass, plantedShare }: Arm): string {
  if (group === 'rate-search') return 'slo';
  if (group === 'rate-sweep') return `rate:${rate}`;
  if (group === 'confirmation') return `confirm-${pass}:${role}`;
  if (plantedShare !== undefined) return `planted:${plantedShare}`;
  if (group !== 'sensitivity') return role;
  const built = variation ?? beside;
  const kind = role === 'a-a' ? 'a-a' : variation === undefined ? 'reference' : undefined;
  return ['sensitivity', built, kind].filter((part) => part !== undefined).join(':');
}

/** The same for all that one arm recorded, and for nothing else of a scenario. */
export function armKey(arm: Arm): string {
  return `${arm.scheme} ${armText(arm)}`;
}
