import type { StepName } from '../../../servers/scheme.ts';
import type { HttpRequest } from '../../exchange.ts';
import type { Stage } from '../../stage.ts';
import type { ForgedRequest } from './forgery.ts';

/**
 * A step as pages of the attacker can ask for it: with nothing in it that only pages of the application know; and where
 * these come before it, with what they tell the attacker, who has an account too.
 */
export async function knownRequests(
  stage: Stage,
  step: StepName,
  values: Readonly<Record<string, string>> = {},
): Promise<ForgedRequest[]> {
  const plain = stage.request(step, { as: {}, values });
  if (!stage.target.protocol.steps[step]?.before) return [asForged(plain)];
  const as = step === 'login' ? {} : await stage.signIn(stage.attacker);
  const { saved } = await stage.perform(step, { as, values, leading: true });
  const own = stage.request(step, { as: {}, values: { ...values, ...saved } });
  return own.path === plain.path && own.body === plain.body ? [asForged(plain)] : [asForged(plain), asForged(own)];
}

function asForged({ path, body, headers }: HttpRequest): ForgedRequest {
  if (body === undefined) return { path };
  const fields = headers['content-type']?.includes('json') ? JSON.parse(body) : new URLSearchParams(body);
  return { path, fields: fields instanceof URLSearchParams ? Object.fromEntries(fields) : fields };
}
