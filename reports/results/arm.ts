import { z } from 'zod';

/**
 * One launch of one scheme, and what it is there for. Arms of one group take turns with each other in the same rounds.
 * What two groups recorded lies minutes apart, and rounds of the same number have nothing in common: neither is ever
 * judged by the other.
 */
export const Arm = z.object({
  group: z
    .enum(['load', 'sensitivity', 'confirmation', 'rate-search', 'rate-sweep', 'lifecycle', 'micro'])
    .describe('confirmation: load once more, after a breach'),
  scheme: z.string().describe('floor is the route without authentication, none is no server at all'),
  role: z
    .enum(['main', 'a-a', 'floor'])
    .describe('a-a: the reference once more; floor: the route without authentication'),
  variation: z.string().optional().describe('how it was built otherwise; absent where it is the scheme as it is'),
  beside: z.string().optional().describe('as it is, for a variation that could not take turns with the others'),
  rate: z.number().optional().describe('of a rate sweep: requests per second'),
  pass: z.number().int().positive().optional().describe('of a confirmation'),
  plantedShare: z.number().optional().describe('of a calibration: work that the bench put there, as a share'),
});
export type Arm = z.infer<typeof Arm>;
export type Group = Arm['group'];

interface OfArm {
  readonly arm: Arm;
}

export function isIn(group: Group): (one: OfArm) => boolean {
  return ({ arm }) => arm.group === group;
}

/** Whether a figure is a scheme's own: not its twin's, nor of a build, a search or a pass beside it. */
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
