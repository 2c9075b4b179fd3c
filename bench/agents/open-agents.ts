import type { RunnerParts } from '../cells/run-cell.ts';
import { processesOn } from '../cluster/processes.ts';
import { BenchError } from '../errors.ts';
import type { LoadElsewhere } from '../load/load-parts.ts';
import type { Plan } from '../plan/plan.ts';
import { createStoreClient } from '../store/client.ts';
import type { StoreHandle } from '../store/open-store.ts';
import type { AgentFacts } from './account.ts';
import type { Control } from './control.ts';
import { openParty } from './open-party.ts';
import { type SpreadRun, spreadCells } from './spread-cells.ts';

/** What was asked for of agents. */
export interface AgentsOption {
  readonly control: string;
  /** So many have to come; those that are there where absent. */
  readonly expect?: number;
  /** The address of this machine at which they reach its servers; loopback where absent. */
  readonly reach?: string;
}

/** Agents that take part in a run. */
export interface Agents extends AsyncDisposable {
  /** Those that make its load; absent where none of them does. */
  readonly load?: LoadElsewhere;
  /** Whether any of them runs scenarios on servers of its own. */
  readonly runCells: boolean;
  /** Has those run what needs nothing of this machine. @returns what is left of the plan */
  spread(plan: Plan, how: SpreadRun, parts: Pick<RunnerParts, 'builder' | 'progress' | 'stop'>): Promise<Plan>;
  /** By now. */
  facts(): AgentFacts;
}

interface Whose {
  readonly run: string;
  readonly seed: number;
  readonly stores: readonly StoreHandle[];
  readonly say: (text: string) => void;
  readonly signal: AbortSignal;
}

/** @throws BenchError AB-E402 of the control Redis, AB-E403 of those who came */
export async function openAgents({ control: url, expect, reach }: AgentsOption, whose: Whose): Promise<Agents> {
  const { run, seed, say, signal, stores } = whose;
  const party = await openParty(url, { run, seed: String(seed), expect, say, signal }, (control) =>
    refuseStores(control, stores),
  );
  const { roster, account, generator } = party;
  const load: LoadElsewhere = {
    async generator() {
      await roster.welcome();
      return generator;
    },
    clusters: processesOn('processes', [{ address: reach ?? '127.0.0.1', within: [] }]),
  };
  return {
    ...(roster.of('load').length > 0 && { load }),
    runCells: roster.of('cells').length > 0,
    spread: (plan, how, parts) => spreadCells(plan, { ...how, run }, { ...parts, roster, account }),
    facts: () => account.facts(roster.cards, roster.losses),
    [Symbol.asyncDispose]: () => party[Symbol.asyncDispose](),
  };
}

/** Its sessions would be read by whoever reads tasks, and its load would delay them. */
async function refuseStores({ runId }: Control, stores: readonly StoreHandle[]): Promise<void> {
  for (const { url } of stores) {
    using client = createStoreClient(url);
    const theirs = (await client.info('server'))?.get('run_id')?.trim();
    if (theirs === runId)
      throw new BenchError('AB-E402', 'the control Redis is the one that the servers keep their sessions in', {
        fix: 'give agents a Redis of their own',
      });
  }
}
