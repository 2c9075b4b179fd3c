import type { RunnerParts } from '../cells/run-cell.ts';
import { processesOn } from '../cluster/processes.ts';
import { BenchError } from '../errors.ts';
import type { LoadElsewhere } from '../load/load-parts.ts';
import type { Plan } from '../plan/plan.ts';
import type { StoreHandle } from '../store/open-store.ts';
import type { AgentFacts } from './account.ts';
import type { AgentCard } from './agent-card.ts';
import type { Control } from './control.ts';
import type { Member } from './member.ts';
import { openParty } from './open-party.ts';
import { serversOnAgents } from './servers-on-agents.ts';
import { type SpreadRun, spreadCells } from './spread-cells.ts';
import { storeIdentity } from './store-identity.ts';

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
  /** Those that make its load, or run the servers that are loaded; absent where none of them does. */
  readonly load?: LoadElsewhere;
  /** What of that they do. */
  readonly makeLoad: boolean;
  readonly runServers: boolean;
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
  /** How many accounts there are. */
  readonly users: number;
  readonly stores: readonly [StoreHandle, ...StoreHandle[]];
  /** Whether servers under load keep sessions in the first of them. */
  readonly asksStore: boolean;
  readonly say: (text: string) => void;
  readonly signal: AbortSignal;
}

/** @throws BenchError AB-E402 of the control Redis or of a store, AB-E403 of those who came */
export async function openAgents({ control: url, expect, reach }: AgentsOption, whose: Whose): Promise<Agents> {
  const { run, seed, users, say, signal, stores, asksStore } = whose;
  const ours = asksStore ? await storeIdentity(stores[0].url) : undefined;
  const isElsewhere = ({ roles, store }: AgentCard) =>
    asksStore && roles.includes('servers') && (ours === undefined || store !== ours.name);
  const refuses = (card: AgentCard) => (isElsewhere(card) ? 'its servers would have another store' : undefined);
  const party = await openParty(url, { run, seed: String(seed), expect, refuses, say, signal }, (control) =>
    refuseStores(control, stores),
  );
  const { roster, clock, account, generator } = party;
  const [makeLoad, runServers, runCells] = (['load', 'servers', 'cells'] as const).map(
    (role) => roster.of(role).length > 0,
  );
  try {
    assertSameStore(roster.of('servers').filter(({ card }) => isElsewhere(card)));
  } catch (error) {
    await party[Symbol.asyncDispose]();
    throw error;
  }
  const brought = account.brought;
  const load: LoadElsewhere = {
    ...(makeLoad && {
      async generator() {
        await roster.welcome();
        return generator;
      },
    }),
    clusters: runServers
      ? serversOnAgents({ roster, clock, run, users, seed: String(seed), brought })
      : processesOn('processes', [{ address: reach ?? '127.0.0.1', within: [] }]),
  };
  return {
    ...((makeLoad || runServers) && { load }),
    ...{ makeLoad: makeLoad === true, runServers: runServers === true, runCells: runCells === true },
    spread: (plan, how, parts) => spreadCells(plan, { ...how, run }, { ...parts, roster, account }),
    facts: () => account.facts(roster.cards, roster.losses),
    [Symbol.asyncDispose]: () => party[Symbol.asyncDispose](),
  };
}

/** Its sessions would be read by whoever reads tasks, and its load would delay them. */
async function refuseStores({ runId }: Control, stores: readonly StoreHandle[]): Promise<void> {
  for (const { url } of stores)
    if ((await storeIdentity(url))?.runId === runId)
      throw new BenchError('AB-E402', 'the control Redis is the one that the servers keep their sessions in', {
        fix: 'give agents a Redis of their own',
      });
}

/** Whoever runs servers has to have the store that is looked at here. */
function assertSameStore(others: readonly Member[]): void {
  if (others.length === 0) return;
  const names = others.map(({ card }) => card.name).join(', ');
  throw new BenchError('AB-E402', `${names} would run servers on another store than that of this bench`, {
    fix: 'give bench and agents the same Redis, each by --store redis://HOST:PORT, and let them ask it INFO',
  });
}
