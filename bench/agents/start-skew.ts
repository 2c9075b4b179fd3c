import type { LoadResult, Part } from '../generator/job.ts';

/**
 * Adds to each of several generators how far apart from the others its first request came, as the target saw it: what they
 * say of their own clocks proves nothing. Those who begin further apart than the load before the block lasts were not
 * together in all of it. Pure.
 * @param firsts when the first request of each connection came, by the port on the generator's side
 */
export function withStartSkews(result: LoadResult, warmUpMs: number, firsts: ReadonlyMap<number, number>): LoadResult {
  if (result.parts === undefined) return result;
  const lateness = result.parts.map((part) => latenessOf(part, firsts));
  const earliest = Math.min(...lateness.flatMap((ms) => ms ?? []));
  const parts = result.parts.map((part, place): Part => {
    const ms = lateness[place];
    if (ms === undefined) return part;
    const skewMs = ms - earliest;
    const wrong =
      skewMs > warmUpMs
        ? [`began ${Math.round(skewMs)} ms after the first of them, as the target saw it; ${warmUpMs} ms are allowed`]
        : [];
    return { ...part, skewMs, wrong: [...part.wrong, ...wrong] };
  });
  return { ...result, parts };
}

/** From when it was due until it came; undefined where nobody saw it come, as behind a balancer. */
function latenessOf({ ports, firstDueAtMs }: Part, firsts: ReadonlyMap<number, number>): number | undefined {
  const seen = ports.flatMap((port) => firsts.get(port) ?? []);
  return seen.length === 0 ? undefined : Math.min(...seen) - firstDueAtMs;
}
