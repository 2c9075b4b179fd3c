type Change = (text: string) => string;

/** The same value with every text in it changed, and the names in its records where that is wanted too. */
export function mapTexts<T>(value: T, text: Change, name: Change = (same) => same): T {
  return changed(value, text, name) as T;
}

function changed(value: unknown, text: Change, name: Change): unknown {
  if (typeof value === 'string') return text(value);
  if (Array.isArray(value)) return value.map((inner) => changed(inner, text, name));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [name(key), changed(inner, text, name)]));
}
