import type { Target } from '../../description.ts';

type Step = Target['call'];
type Steps = [Step, ...Step[]];

/**
 * Some servers close the connection at a DELETE with a body (RFC 9110 §9.3.5): where a credential would travel in one, the
 * same without it comes first.
 */
export function withoutContent<T extends Step | Steps>(
  steps: T,
  { credentials = {} }: Partial<Target>,
): readonly (T | Step)[] {
  const names = Object.keys(credentials);
  const elsewhere = names.filter((name) => !('field' in (credentials[name]?.in ?? {})));
  if (Array.isArray(steps) || steps.method !== 'DELETE' || elsewhere.length === names.length) return [steps];
  return [{ ...steps, auth: elsewhere }, steps];
}
