import { prefix } from './control.ts';

/** Names of what lies in the control Redis. Each of them ends by itself soon after nobody renews it. */
export const controlKeys = {
  /** Who is there. */
  card: (agent: string) => `${prefix}:agents:${agent}`,
  allCards: `${prefix}:agents:*`,
  /** Which bench has the agents. */
  run: `${prefix}:run`,
  /** Who does each shard of each block: written before its first byte, by one alone. */
  claims: (run: string) => `${prefix}:claims:${run}`,
  /** Those that came a second time. */
  doubled: (run: string) => `${prefix}:doubled:${run}`,
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
/** Nobody asks any more by then, of what a bench could not take away itself. */
export const keptMs = 120_000;

/** A shard of a block. */
export function shardName(block: number, shard: number): string {
  return `${block}:${shard}`;
}
