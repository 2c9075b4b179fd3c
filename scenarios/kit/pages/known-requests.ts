import type { StepName } from '../../../servers/scheme.ts';
import type { HttpRequest } from '../../exchange.ts';
import type { Stage } from '../../stage.ts';
import type { ForgedRequest } from './forgery.ts';

/** One of the requests of a step, in their order. */
export interface KnownRequest extends ForgedRequest {
  readonly method: string;
}

/**
 * A step as pages of the attacker can ask for it: with nothing in it that only pages of the application know; and where
 * these come before it, with what they tell the attacker, who has an account too.
 */
export async function knownRequests(
  stage: Stage,
  step: StepName,
  values: Readonly<Record<string, string>> = {},
): Promise<ForgedRequest[]> {
  const known = await knownConversations(stage, step, values);
  const last = known.flatMap((all) => all.at(-1) ?? []);
  return last.filter((one, i) => last.findIndex((other) => isSame(one, other)) === i);
}

/** The same, with the requests that lead to it. */
export async function knownConversations(
  stage: Stage,
  step: StepName,
  values: Readonly<Record<string, string>> = {},
): Promise<(readonly KnownRequest[])[]> {
  const { before = [] } = stage.target.protocol.steps[step] ?? {};
  const all = (known: typeof values) => [
    ...before.map((one) => asForged(stage.request(one, { as: {}, values: known }))),
    asForged(stage.request(step, { as: {}, values: known })),
  ];
  const plain = all(values);
  if (before.length === 0) return [plain];
  const as = step === 'login' ? {} : await stage.signIn(stage.attacker);
  const { saved } = await stage.perform(step, { as, values, leading: true });
  const own = all({ ...values, ...saved });
  return isSame(own, plain) ? [plain] : [plain, own];
}

function asForged({ method, path, body, headers }: HttpRequest): KnownRequest {
  if (body === undefined) return { method, path };
  const fields = headers['content-type']?.includes('json') ? JSON.parse(body) : new URLSearchParams(body);
  return { method, path, fields: fields instanceof URLSearchParams ? Object.fromEntries(fields) : fields };
}

function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
