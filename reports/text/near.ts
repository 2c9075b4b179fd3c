/** Those names that a mistyped one may be meant for, the most alike first: by the pairs of letters that both have. */
export function near(name: string, names: Iterable<string>): string[] {
  const own = pairs(name);
  const alike = (other: string) => {
    const theirs = pairs(other);
    const shared = [...own].filter((pair) => theirs.has(pair)).length;
    return Math.max((2 * shared) / (own.size + theirs.size), name.length > 1 && other.includes(name) ? least : 0);
  };
  return [...new Set(names)]
    .map((other) => ({ other, likeness: alike(other) }))
    .filter(({ likeness }) => likeness >= least)
    .sort((a, b) => b.likeness - a.likeness)
    .slice(0, most)
    .map(({ other }) => other);
}

/** Sørensen and Dice's coefficient, from which on a name is worth showing. */
const least = 0.5;
/** More are no help to who has mistyped one. */
const most = 3;

function pairs(name: string): Set<string> {
  const letters = ` ${name.toLowerCase()} `;
  return new Set(Array.from({ length: letters.length - 1 }, (_, i) => letters.slice(i, i + 2)));
}
