import { processesOn } from '../cluster/processes.ts';
import { BenchError } from '../errors.ts';
import type { LoadElsewhere } from '../load/load-parts.ts';
import { createStoreClient } from '../store/client.ts';
import type { StoreHandle } from '../store/open-store.ts';
import type { AgentFacts } from './account.ts';
import type { Control } from './control.ts';
import { openParty } from './open-party.ts';

/** What was asked for of agents. */
export interface AgentsOption {
  readonly control: string;
  /** So many have to come; those that are there where absent. */
  readonly expect?: number;
  /** The address of this machine at which they reach its servers; loopback where absent. */
  readonly reach?: string;
}

/** Agents that make the load of a run. */
export interface Agents extends LoadElsewhere, AsyncDisposable {
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
  return {
    async generator() {
      await roster.welcome();
      return generator;
    },
    clusters: processesOn('processes', [{ address: reach ?? '127.0.0.1', within: [] }]),
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
