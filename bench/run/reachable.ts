import { isLoopback } from '../../reports/text/loopback.ts';
import type { Agents, AgentsOption } from '../agents/open-agents.ts';
import type { Plan } from '../plan/plan.ts';

/** Whether those who load servers do so over a network, or agents run these: weakened ones listen on our loopback alone. */
export function isFar(
  { reach }: Pick<AgentsOption, 'reach'> = {},
  { runServers }: Pick<Agents, 'runServers'> = { runServers: false },
): boolean {
  return runServers || (reach !== undefined && !isLoopback(reach));
}

/** What is left of a plan where no weakened server can be loaded. */
export function soundOnly(plan: Plan): Plan {
  const isSound = ({ arm }: Plan['loadRounds'][number][number]) => arm.role !== 'floor' && arm.variation === undefined;
  return { ...plan, loadRounds: plan.loadRounds.map((round) => round.filter(isSound)), sensitivity: [] };
}

/** For the report. */
export const unreachableNote =
  'The bare route and schemes built otherwise were not measured: they are weakened servers, which run on the loopback of this machine alone, where load from other machines does not reach them.';
