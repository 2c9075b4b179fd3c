import { z } from 'zod';

/** The contract of the lines of `--ui json`. A field that is added leaves the version as it is; a change of one raises it. */
export const eventsVersion = 1;

const event = <Type extends string, Data extends z.ZodRawShape>(type: Type, data: Data) =>
  z.object({
    v: z.literal(eventsVersion),
    type: z.literal(type),
    atMs: z.number().int().nonnegative().describe('since the run began'),
    ...data,
  });

/** What a run tells while it works, one JSON object on each line of stderr. */
export const Event = z.discriminatedUnion('type', [
  event('note', { text: z.string().describe('what a person would read') }),
  event('plan', {
    cells: z.number().int().nonnegative(),
    estimateMs: z.number().nonnegative().describe('at most'),
  }),
  event('cell-started', { id: z.string().describe('a cell, one trial of an attack, or a server that several share') }),
  event('cell-done', {
    id: z.string(),
    state: z.enum(['done', 'inconclusive', 'not-run']),
    summary: z.string(),
    failed: z.string().optional().describe('what was required and is not so, such as that an attack broke through'),
    durationMs: z.number().nonnegative(),
  }),
]);
export type Event = z.infer<typeof Event>;

/** An event before it has its version and its time. */
export type EventBody = Event extends infer One ? (One extends Event ? Omit<One, 'v' | 'atMs'> : never) : never;

/** JSON Schema (draft 2020-12) of one line. */
export function eventsJsonSchema(): unknown {
  return { $id: `authbench/events-${eventsVersion}.json`, title: 'authbench event', ...z.toJSONSchema(Event) };
}
