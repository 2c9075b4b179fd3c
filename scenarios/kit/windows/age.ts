/** When something was asked for and when it was answered, on a clock that nobody sets: the server did it in between. */
export interface Span {
  readonly sentMs: number;
  readonly answeredMs: number;
}

/** How old something was when it was used. Nobody sees when a server acts, so that it is known as an interval. */
export type Age = { readonly leastMs: number; readonly mostMs: number };

/** What an act came to, and when. */
export async function timed<T>(
  act: () => Promise<T>,
  now: () => number = () => performance.now(),
): Promise<{ readonly value: T; readonly span: Span }> {
  const sentMs = now();
  const value = await act();
  return { value, span: { sentMs, answeredMs: now() } };
}

/** The age of what one answer gave when another request used it. */
export function ageAt(given: Span, used: Span): Age {
  return {
    leastMs: Math.max(0, Math.floor(used.sentMs - given.answeredMs)),
    mostMs: Math.ceil(used.answeredMs - given.sentMs),
  };
}

/** Servers go by the time of day, in whole ms, which may be slewed against ours meanwhile (adjtime: 500 ppm). */
export const clocksDifferMs = 25;

/** Whether a use came after an end for certain. What is neither after nor before it shows nothing. */
export function isAfter({ leastMs }: Pick<Age, 'leastMs'>, endMs: number): boolean {
  return leastMs > endMs + clocksDifferMs;
}

/** Whether a use came before an end for certain. */
export function isBefore({ mostMs }: Pick<Age, 'mostMs'>, endMs: number): boolean {
  return mostMs < endMs - clocksDifferMs;
}

/** Nobody goes on for longer than this with what should have ended: half as long again is no matter of clocks. */
export function wellAfter(endMs: number): number {
  return 1.5 * endMs;
}
