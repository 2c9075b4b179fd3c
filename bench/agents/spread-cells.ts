import { attackSummary, failedOf } from '../../reports/analysis/failures.ts';
import { evidenceId } from '../../reports/results/cell.ts';
import { counted } from '../../reports/text/wording.ts';
import type { RunnerParts } from '../cells/run-cell.ts';
import { errorLine } from '../errors.ts';
import type { Plan } from '../plan/plan.ts';
import type { Account } from './account.ts';
import type { Member } from './member.ts';
import type { Roster } from './roster.ts';
import { CellsAnswer, type CellsTask } from './task.ts';

/** How the run is run that scenarios are taken of. */
export interface SpreadRun extends Pick<CellsTask, 'profile' | 'schemes' | 'suites' | 'seed' | 'store'> {
  /** The most that it takes. */
  readonly mostMs: number;
}

interface Parts extends Pick<RunnerParts, 'builder' | 'progress' | 'stop'> {
  readonly roster: Pick<Roster, 'of'>;
  readonly account: Pick<Account, 'ran'>;
}

/** So many for each agent, that none waits long for the last one; more of them would share fewer servers. */
const sharesEach = 2;
const longestMs = 2 ** 31 - 1;

/**
 * Has agents run the scenarios of a plan whose cells need nothing of this machine, a share of them at a time. A scenario
 * counts when all of its cells came to an outcome there; one that did not, and those of an agent that was lost, are left.
 * @returns what is left of the plan
 */
export async function spreadCells(
  plan: Plan,
  { run, mostMs, ...how }: SpreadRun & Pick<CellsTask, 'run'>,
  { roster, account, builder, progress, stop }: Parts,
): Promise<Plan> {
  const members = roster.of('cells');
  const scenarios = movable(plan);
  if (members.length === 0 || scenarios.size === 0) return plan;
  const shares = dealt([...scenarios.keys()], members.length * sharesEach);
  progress.say(
    `agents     ${counted(scenarios.size, 'scenario')} for ${members.map(({ card }) => card.name).join(', ')}, on servers of their own`,
  );
  const done = new Set<string>();

  const take = async (name: string, reply: unknown) => {
    const answer = CellsAnswer.parse(reply);
    const whole = new Set<string>();
    for (const [scenario, wanted] of scenarios) {
      const run = answer.cells.filter(({ id, state }) => wanted.includes(id) && state !== 'not-run');
      if (run.length === wanted.length) whole.add(scenario);
    }
    const cells = answer.cells.filter(({ scenario }) => whole.has(scenario));
    account.ran(name, cells.length);
    await builder.add({
      cells,
      samples: answer.samples.filter(({ scenario }) => whole.has(scenario)),
      attacks: answer.attacks.filter(({ id }) => whole.has(id)),
      scaling: answer.scaling.filter(({ scenario }) => whole.has(scenario)),
      evidence: answer.evidence.filter(({ cell }) => whole.has(cell.scenario)),
    });
    for (const cell of cells) {
      const { id, scenario, scheme, state, because, durationMs } = cell;
      done.add(id);
      const attacks = answer.attacks.filter((one) => one.id === scenario && one.scheme === scheme);
      const scaling = answer.scaling.filter((row) => row.evidence === evidenceId(cell));
      const said = attacks.map(attackSummary)[0] ?? because ?? state;
      const failed = failedOf({ attacks, scaling });
      progress.cellDone({ id, state, summary: `${said} (${name})`, durationMs, failed });
    }
  };
  const work = async (member: Member) => {
    const { name } = member.card;
    for (let share = shares.shift(); share && !stop.soft.aborted; share = shares.shift()) {
      const doing = `agent ${name}/${counted(share.length, 'scenario')}`;
      progress.cellStarted(doing, 'agent');
      try {
        const task = { kind: 'cells', run, ...how, scenarios: share } as const;
        await take(name, await member.ask(task, Math.min(mostMs, longestMs), stop.hard));
      } catch (error) {
        // another one does them, or this machine
        shares.push(share);
        if (!stop.soft.aborted) progress.say(`agents     ${name} runs no more scenarios: ${errorLine(error)}`);
        return;
      } finally {
        progress.cellEnded(doing);
      }
    }
  };
  await Promise.all(members.map(work));
  const left = <T extends { readonly id: string }>(cells: readonly T[]) => cells.filter(({ id }) => !done.has(id));
  return {
    ...plan,
    ...{ attacks: left(plan.attacks), scaling: left(plan.scaling) },
    ...{ faults: left(plan.faults), lifecycle: left(plan.lifecycle) },
  };
}

/** Scenarios, with the ids of their cells: all but those that are measured with nothing beside them. */
function movable({ attacks, scaling, faults, lifecycle }: Plan): ReadonlyMap<string, string[]> {
  const cells = [
    ...attacks.map(({ id, attack }) => ({ id, scenario: attack.id })),
    ...scaling.map(({ id, scenario }) => ({ id, scenario: scenario.id })),
    ...faults.map(({ id, fault }) => ({ id, scenario: fault.id })),
    ...lifecycle
      .filter(({ scenario }) => scenario.needs?.alone !== 'machine')
      .map(({ id, scenario }) => ({ id, scenario: scenario.id })),
  ];
  const found = new Map<string, string[]>();
  for (const { id, scenario } of cells) found.set(scenario, [...(found.get(scenario) ?? []), id]);
  return found;
}

/** In so many shares, whose sizes differ by one at most. */
function dealt(scenarios: readonly string[], shares: number): string[][] {
  return Array.from({ length: Math.min(shares, scenarios.length) }, (_, share) =>
    scenarios.filter((_scenario, index) => index % shares === share),
  );
}
