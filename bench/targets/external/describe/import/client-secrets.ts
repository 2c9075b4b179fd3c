/** What is pasted or recorded, with the secrets of its client left to the environment: a description is a file that is shared. */
export function withoutSecrets<T>(part: T): T {
  return anew(part, '') as T;
}

function anew(value: unknown, name: string): unknown {
  if (typeof value === 'string') return isSecret(name) && !/^$|\{\{/.test(value) ? `{{env.${variable(name)}}}` : value;
  if (Array.isArray(value)) return value.map((inner) => anew(inner, name));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, anew(inner, key)]));
}

/** By which the client itself is known (RFC 6749 §2.3.1). */
function isSecret(name: string): boolean {
  return /(^|[-_.])(api[-_]?key|secret)$|(client|app)Secret$|apiKey$/i.test(name);
}

/** `clientSecret` and `client-secret` are CLIENT_SECRET. */
function variable(name: string): string {
  const words = name.replace(/([a-z\d])([A-Z])/g, '$1_$2');
  return words.replace(/\W+/g, '_').toUpperCase();
}
