import type { Target } from '../../description.ts';

/** How a login names its client, in fields that its other requests have too (RFC 6749 §2.3.1). */
export function clientOf(login: Target['login'] | undefined): Record<string, string> {
  const { form, json } = [login ?? []].flat().at(-1) ?? {};
  return Object.fromEntries(
    Object.entries({ ...json, ...form }).flatMap(([name, value]) =>
      /^client_(id|secret)$/.test(name) && typeof value === 'string' ? [[name, value]] : [],
    ),
  );
}
