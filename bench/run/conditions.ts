import { Settings } from '../../servers/settings.ts';
import type { Agents, AgentsOption } from '../agents/open-agents.ts';
import type { Everything } from '../plan/catalogue.ts';
import type { Plan } from '../plan/plan.ts';
import { benchSettings } from '../targets/own/bench-settings.ts';
import { shortenedNote } from '../targets/shortened.ts';
import type { Target } from '../targets/target.ts';
import type { RunOptions } from './options.ts';
import { isFar, unreachableNote } from './reachable.ts';

const configured = Settings.parse({});

/** What is unlike production in this run, and what a target does not allow: a sentence each, for the report. */
export function conditions(plan: Plan, options: RunOptions, all: Everything, targets: readonly Target[]): string[] {
  return [
    ofPasswords(benchSettings.passwordCost),
    'Failed logins are counted only where an attack is about that, or where the store commands of a login are: a bench logs in from one place. A login of a scheme with a store asks the store more often than under load here.',
    `A store counts as away after ${benchSettings.storeTimeoutMs} ms; the servers' own default is ${configured.storeTimeoutMs} ms, which a busy bench would miss without a fault.`,
    ...ofAttacks(plan),
    ...targets.flatMap((target) => ofLoad(target, options, all)),
  ];
}

/** log2 of the N that OWASP's Password Storage Cheat Sheet asks for. */
const askedCost = 17;

function ofPasswords(cost: number): string {
  return [
    `Passwords are hashed with scrypt at N = 2^${cost}; OWASP asks for 2^${askedCost}, ${2 ** (askedCost - cost)} times the work.`,
    'What logins cost, alone or in a mix, is too low by as much, and how schemes stand to each other in it is not told.',
    'Each login and each change of a password pays for it, in every scheme.',
    `How long other requests wait meanwhile is measured at 2^${askedCost} (reads-beside-logins), on servers that hash ${configured.passwordsAtOnce} at a time here:`,
    'one that hashes as many as come holds all four threads that Node has for such work, and jose verifies tokens on the same ones.',
  ].join(' ');
}

/** Of what agents do in it. */
export function ofAgents(
  agents: Pick<Agents, 'makeLoad' | 'runServers' | 'runCells'>,
  asked: AgentsOption | undefined,
): string[] {
  const { makeLoad, runServers, runCells } = agents;
  const alone =
    'What one instance takes (demand and scale-out curve) was asked by this machine of servers of its own, with a few requests at once.';
  const load = makeLoad
    ? `Load came from agents: they make it, and ${runServers ? 'others of them ran the servers' : 'this machine ran servers and store'}.`
    : 'Servers under load ran on agents, each scheme on the same ones; this machine made the load.';
  return [
    ...(makeLoad || runServers ? [`${load} ${alone}`] : []),
    ...((makeLoad || runServers) && isFar(asked, agents) ? [unreachableNote] : []),
    ...(runCells
      ? [
          'Attacks, scaling, faults and lifecycle were run by agents, a scenario by one of them on all schemes, on servers and a store of their own machine; what none of them could run, by this one.',
        ]
      : []),
  ];
}

/** What the attacks of this run were told that others were not: lifetimes of their own. */
function ofAttacks({ attacks }: Plan): string[] {
  const shortened = shortenedNote(
    attacks
      .filter(({ attack, scheme }) => attack.appliesTo(scheme.traits) === true)
      .map(({ attack, scheme }) => ({ scheme, wanted: attack.needs?.settings ?? {} })),
  );
  return shortened ? [shortened] : [];
}

/** What is measured on the others, and cannot be on this target. */
function ofLoad(target: Target, { suites }: RunOptions, { load }: Everything): string[] {
  if (!suites.includes('load')) return [];
  const asked = load.filter(({ appliesTo }) => appliesTo(target.traits) === true);
  return asked.flatMap((scenario) => {
    const because = target.unmetLoadNeed(scenario);
    return because ? [`${scenario.title} was not measured on ${target.title}: ${because}.`] : [];
  });
}
