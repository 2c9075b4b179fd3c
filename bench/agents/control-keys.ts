import { prefix } from './control.ts';

/** Names of what lies in the control Redis. Each of them ends by itself soon after nobody renews it. */
export const controlKeys = {
  /** Who is there. */
  card: (agent: string) => `${prefix}:agents:${agent}`,
  allCards: `${prefix}:agents:*`,
  /** Which bench has the agents. */
  run: `${prefix}:run`,
  /** Who does a task: written before its first byte, by one alone. */
  claim: (run: string, block: number, shard: number) => `${prefix}:claims:${run}:${block}:${shard}`,
  /** Tasks of a block that came a second time. */
  doubled: (run: string, block: number) => `${prefix}:doubled:${run}:${block}`,
};

/** Queues have names without a colon. */
export function queueOf(agent: string): string {
  return `agent-${agent}`;
}

/** An agent or a bench of which nothing was heard for so long is gone. */
export const leaseMs = 4_000;
export const beatMs = 800;
/** Whoever serves waits for so long, for a bench or its Redis to come back, before it gives up. */
export const patienceMs = 5_000;
