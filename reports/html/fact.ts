/** A fact as text. Equal items of a list are counted instead of repeated, and a long list is shown by its beginning. */
export function fact(value: unknown): string {
  if (typeof value === 'string') return value;
  if (!Array.isArray(value)) return JSON.stringify(value) ?? '–';
  const counts = new Map<string, number>();
  for (const item of value) {
    const text = fact(item);
    counts.set(text, (counts.get(text) ?? 0) + 1);
  }
  const shown = [...counts].slice(0, mostShown).map(([text, number]) => (number === 1 ? text : `${number} × ${text}`));
  return `[${shown.join(', ')}${counts.size > mostShown ? `, … ${value.length} in all` : ''}]`;
}

const mostShown = 6;
