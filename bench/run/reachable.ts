import type { Plan } from '../plan/plan.ts';
import { isLoopback } from '../targets/external/description.ts';

/** What is left of a plan whose load comes from other machines: weakened servers listen on loopback alone. */
export function reachable(plan: Plan, reach: string | undefined): Plan {
  if (reach === undefined || isLoopback(reach)) return plan;
  const isSound = ({ arm }: Plan['loadRounds'][number][number]) => arm.role !== 'floor' && arm.variation === undefined;
  return { ...plan, loadRounds: plan.loadRounds.map((round) => round.filter(isSound)), sensitivity: [] };
}

/** For the report. */
export const unreachableNote =
  'The bare route and schemes built otherwise were not measured: they are weakened servers, which listen on loopback alone, where agents on other machines do not reach them.';
