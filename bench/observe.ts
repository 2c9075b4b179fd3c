import type { Results } from '../reports/results.ts';
import type { Facts } from '../scenarios/scenario.ts';
import { redact, redactText } from './driver/redact.ts';
import { bringUp, type Grounds, type LiveTarget, type Wish } from './target.ts';

type Evidence = Results['evidence'][number];

/** What an act on a target left: a value, or the cause why there is none; the evidence in both cases. */
export type Observed<T> = { readonly evidence: Evidence } & (
  | { readonly value: T; readonly cause?: never }
  | { readonly value?: never; readonly cause: string }
);

/**
 * Brings up, acts, records, takes down. Whatever goes wrong on the way is a result with its cause kept and never ends
 * the run; only an abort of the run passes through.
 */
export async function observe<T>(
  about: { readonly id: string; readonly title: string },
  wish: Wish,
  grounds: Grounds,
  act: (live: LiveTarget) => Promise<{ readonly value: T; readonly facts: Facts }>,
): Promise<Observed<T>> {
  const startedAt = new Date();
  const evidence = (facts: Facts, live: LiveTarget | undefined, cause?: string): Evidence => ({
    id: about.id,
    cell: about.id.slice(about.id.indexOf('/') + 1),
    title: about.title,
    scheme: wish.scheme.id,
    startedAt: startedAt.toISOString(),
    durationMs: Date.now() - startedAt.getTime(),
    facts: redact(facts),
    transcript: [...(live?.transcript.lines() ?? [])],
    ...(cause !== undefined && { cause }),
  });
  let live: LiveTarget | undefined;
  try {
    live = await bringUp(wish, grounds);
    const { value, facts } = await act(live);
    return { value, evidence: evidence(facts, live) };
  } catch (error) {
    grounds.signal.throwIfAborted();
    const cause = redactText(error instanceof Error ? error.message : String(error));
    return { cause, evidence: evidence({}, live, cause) };
  } finally {
    await live?.[Symbol.asyncDispose]();
  }
}
