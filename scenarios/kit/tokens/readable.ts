/** What a JWT says to whoever holds it, or a cookie whose value is only encoded; undefined where nothing can be read. */
export function claimsOf(value: string): Readonly<Record<string, unknown>> | undefined {
  const parts = value.split('.');
  return objectIn(parts.length === 3 ? parts[1] : value);
}

function objectIn(encoded = ''): Readonly<Record<string, unknown>> | undefined {
  try {
    const read: unknown = JSON.parse(Buffer.from(encoded, 'base64url').toString());
    return typeof read === 'object' && read !== null ? { ...read } : undefined;
  } catch {
    return undefined;
  }
}
