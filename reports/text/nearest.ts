/**
 * At most five names that are nearest to what was typed, the nearest first. Where some differ by typing errors alone, these;
 * else those with a part, a beginning or most words in common.
 */
export function nearest(typed: string, names: Iterable<string>): string[] {
  const asked = typed.toLowerCase();
  const alike = [...new Set(names)]
    .map((name) => ({ name, edited: edits(asked, name.toLowerCase()) }))
    .map(({ name, edited }) => ({ name, edited, distance: distanceOf(asked, name.toLowerCase(), edited) }))
    .filter(({ distance }) => distance < unlike)
    .sort((a, b) => a.distance - b.distance || a.edited - b.edited);
  const mistyped = alike.filter(({ distance }) => distance < 1);
  return (mistyped.length > 0 ? mistyped : alike).slice(0, mostSuggested).map(({ name }) => name);
}

export const mostSuggested = 5;

/** Shorter names are part of too many others. */
const shortestPart = 3;

/** No suggestion. */
const unlike = 2;

/** Below one for a typing error, below two for a part, a beginning or most words in common. */
function distanceOf(typed: string, name: string, edited: number): number {
  const longest = Math.max(typed.length, name.length);
  if (edited <= Math.max(1, Math.floor(longest / 4)) && edited < longest / 2) return edited / longest;
  const [short, long] = typed.length < name.length ? [typed, name] : [name, typed];
  if (short.length >= shortestPart && long.includes(short)) return 2 - short.length / long.length;
  const begin = commonBeginning(typed, name);
  if (begin > shortestPart && begin >= 0.75 * typed.length) return 2 - begin / longest;
  const words = new Set(wordsOf(typed));
  const shared = wordsOf(name).filter((word) => words.has(word)).length;
  return shared > 0 && 2 * shared >= words.size ? 2 - shared / (words.size + wordsOf(name).length) : unlike;
}

function commonBeginning(a: string, b: string): number {
  const unlikeAt = [...a].findIndex((letter, i) => letter !== b[i]);
  return unlikeAt === -1 ? a.length : unlikeAt;
}

function wordsOf(name: string): string[] {
  return name.split(/[\s.-]+/).filter((word) => word.length >= shortestPart);
}

/** How often a letter is put in, left out, changed, or swapped with the next one (Damerau's distance, restricted). */
function edits(a: string, b: string): number {
  let older: number[] = [];
  let old = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const changed = (old[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      const swapped = a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1] ? (older[j - 2] ?? 0) + 1 : changed;
      row[j] = Math.min(changed, swapped, (old[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1);
    }
    older = old;
    old = row;
  }
  return old[b.length] ?? 0;
}
