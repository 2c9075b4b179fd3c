import { hostname } from 'node:os';
import { z } from 'zod';
import { tool } from '../machine/tool.ts';

/** What an agent can be started for: to make load, to run scenarios on servers of its own, to run servers for others to load. */
export const roles = ['load', 'cells', 'servers'] as const;
export type Role = (typeof roles)[number];

/** What an agent says of itself, in the control Redis, for as long as it is there. */
export const AgentCard = z.object({
  name: z.string().regex(/^[a-z0-9][a-z0-9-]{0,31}$/),
  /** Another one each time that it begins, or comes back after it was away. */
  id: z.string(),
  version: z.string(),
  node: z.string(),
  host: z.string(),
  cores: z.number(),
  /** The run that it has heard of; empty where there is none. */
  serves: z.string(),
  roles: z.array(z.enum(roles)),
  /** The store that its servers have, by what nobody else has; absent where they have none. */
  store: z.string().optional(),
  /** Hosts that it was started for, beside its own. */
  targets: z.array(z.string()),
  /** Of its wall clock from that of the control Redis, and how long that took to answer. */
  clockOffsetMs: z.number(),
  roundTripMs: z.number(),
});
export type AgentCard = z.infer<typeof AgentCard>;

/** What is so on this machine. */
export const thisMachine = { version: tool.version, node: process.versions.node, host: hostname() };

export function readCard(text: string | null): AgentCard | undefined {
  if (text === null) return undefined;
  const { data } = AgentCard.safeParse(JSON.parse(text));
  return data;
}
