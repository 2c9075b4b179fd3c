/** At least one. */
export type Group<T> = readonly [T, ...T[]];

/** Items by what they have in common, in the order in which it was first met: `Map.groupBy`, which Node.js 20 lacks. */
export function groupBy<T>(items: Iterable<T>, keyOf: (item: T) => string): ReadonlyMap<string, Group<T>> {
  const groups = new Map<string, [T, ...T[]]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return groups;
}
