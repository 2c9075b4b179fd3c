import { z } from 'zod';
import { parseBytes, parseDuration } from '../text/quantity.ts';

const id = z.string().regex(/^[a-z0-9][a-z0-9-]*$/);
const level = z.enum(['off', 'warn', 'error']);
/** In the metric's own unit, or with one: `25ms`, `4KiB`. */
const limit = z.union([z.number().nonnegative(), z.string().refine((text) => parseDuration(text) ?? parseBytes(text))]);
const metric = { id, metric: z.string(), scenario: z.string().default('authenticated-read'), scheme: z.string() };

/** Every attack of that id, or all, ends as required. */
const Security = z.strictObject({
  id,
  attack: z.string(),
  scheme: z.string().optional(),
  level: level.default('error'),
});
/** A copied credential lives no longer than that. */
const Window = z.strictObject({
  id,
  window: z.string(),
  scheme: z.string(),
  max: z.string().refine(parseDuration),
  level: level.default('error'),
});
/** Absolute figures move with the machine, so they warn unless told otherwise. */
const Absolute = z
  .strictObject({ ...metric, max: limit.optional(), min: limit.optional(), level: level.default('warn') })
  .refine(({ max, min }) => (max === undefined) !== (min === undefined), 'takes either max or min');
/** `vs` is a scheme of the same run, or `baseline`; a difference below `minAbs` is no breach. */
const Relative = z
  .strictObject({
    ...metric,
    vs: z.string(),
    maxRatio: z.number().positive().optional(),
    minRatio: z.number().positive().optional(),
    minAbs: limit.optional(),
    level: level.default('warn'),
  })
  .refine(
    ({ maxRatio, minRatio }) => (maxRatio === undefined) !== (minRatio === undefined),
    'takes either maxRatio or minRatio',
  );

const Budget = z.union([Security, Window, Relative, Absolute]);
const Waiver = z.strictObject({
  id,
  reason: z.string().min(1),
  owner: z.string().min(1),
  until: z.iso.date().describe('the last day on which it counts'),
});

/** The contract of a budgets file. */
export const Budgets = z
  .strictObject({ $schema: z.string().optional(), budgets: z.array(Budget), waivers: z.array(Waiver).default([]) })
  .check(({ value: { budgets, waivers }, issues }) => {
    const ids = budgets.map((budget) => budget.id);
    const complain = (message: string) => issues.push({ code: 'custom', message, input: ids });
    for (const twice of ids.filter((one, i) => ids.indexOf(one) !== i)) complain(`'${twice}' stands for two budgets`);
    for (const waiver of waivers) if (!ids.includes(waiver.id)) complain(`there is no budget '${waiver.id}' to waive`);
  });
export type Budgets = z.output<typeof Budgets>;
export type SecurityBudget = z.output<typeof Security>;
export type WindowBudget = z.output<typeof Window>;
export type AbsoluteBudget = z.output<typeof Absolute>;
export type RelativeBudget = z.output<typeof Relative>;

export function budgetsJsonSchema(): unknown {
  return { $id: 'authbench/budgets-1.json', title: 'authbench budgets', ...z.toJSONSchema(Budgets, { io: 'input' }) };
}
