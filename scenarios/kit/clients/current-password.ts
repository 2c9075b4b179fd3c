import type { Credential, HttpRequest, Reply } from '../../exchange.ts';
import type { Stage } from '../../stage.ts';

/** What stands in the place of the current password where a password is changed. */
export type CurrentPassword = string | null | true | readonly unknown[] | undefined;

/** Asks for a new password with this in the place of the current one; undefined leaves the field out. */
export function changeWith(stage: Stage, as: Credential, current: CurrentPassword, next: string): Promise<Reply> {
  if (typeof current === 'string') return stage.perform('password', { as, values: { password: current, next } });
  const request = stage.request('password', { as, values: { password: marker, next } });
  return stage.send({ ...request, body: replaced(request, current) });
}

/**
 * Whether something else than a text can stand there: a form has texts alone, and of several requests only the last one
 * could be changed, without what those before it hand to it.
 */
export function takesAnyValue(stage: Stage): boolean {
  const step = stage.target.protocol.steps.password;
  return step?.before === undefined && JSON.stringify(step?.json ?? {}).includes('"{{password}}"');
}

const marker = 'stands for the current password';

function replaced({ body = '{}' }: HttpRequest, current: CurrentPassword): string {
  return JSON.stringify(JSON.parse(body, (_, value) => (value === marker ? current : value)));
}
