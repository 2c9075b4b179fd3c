import { type CellFacts, evidenceId } from '../../reports/results/cell.ts';
import type { Results } from '../../reports/results/results.ts';
import { redact, redactText } from '../../reports/text/redact.ts';
import type { Facts, User } from '../../scenarios/exchange.ts';
import type { Transcript } from '../driver/transcript.ts';
import { deadlineOf, heeding } from '../machine/deadline.ts';
import type { Entered, LiveTarget } from '../targets/live-target.ts';
import type { RunContext } from '../targets/run-context.ts';
import type { TargetOptions } from '../targets/target.ts';

type Evidence = Results['evidence'][number];

/** What an act on a target left: a value, or the cause why there is none; the evidence in both cases. */
export type Observed<T> = { readonly evidence: Evidence } & (
  | { readonly value: T; readonly cause?: never }
  | { readonly value?: never; readonly cause: string }
);

export interface CellDescription {
  readonly cell: CellFacts;
  readonly title: string;
  readonly scheme: string;
  /** Longest that it may take, in ms. What is under way then is ended, and the cell has no result. */
  readonly withinMs?: number;
}

/** No cell needs a tenth of it on a quiet machine. */
const mostMs = 300_000;

export interface Seen<T> {
  readonly value: T;
  readonly facts: Facts;
}

/** Brings up a target of its own, acts on it as all users, and takes it down. */
export function observe<T>(
  about: Omit<CellDescription, 'scheme'>,
  options: TargetOptions,
  context: RunContext,
  act: (entered: Entered, live: LiveTarget) => Promise<Seen<T>>,
): Promise<Observed<T>> {
  const { scheme } = options;
  return recordEvidence({ ...about, scheme: scheme.id }, context.signal, async (enter, signal) => {
    await using live = await scheme.launch(options, { ...context, signal });
    const seen = await act(enter(live, context.accounts.users), live);
    await live.stillWhole?.();
    return seen;
  });
}

/**
 * Records what an act does. Whatever goes wrong in it is a result with its cause kept and never ends the run, also that
 * it does not come to an end; only an abort of the run passes through, and an act that is deaf to it is left behind.
 * @param act is given a signal of its own, to which whatever it waits for has to listen
 */
export async function recordEvidence<T>(
  about: CellDescription,
  signal: AbortSignal,
  act: (enter: (live: LiveTarget, users: readonly User[]) => Entered, signal: AbortSignal) => Promise<Seen<T>>,
): Promise<Observed<T>> {
  const { withinMs = mostMs } = about;
  const id = evidenceId(about.cell);
  using deadline = deadlineOf(signal, withinMs, `it had not come to an end after ${Math.round(withinMs / 1_000)} s`);
  const startedAt = new Date().toISOString();
  const start = performance.now();
  let transcript: Transcript | undefined;
  const evidence = (facts: Facts, cause?: string): Evidence => ({
    id,
    cell: about.cell,
    title: about.title,
    scheme: about.scheme,
    startedAt,
    durationMs: Math.round(performance.now() - start),
    facts: transcript?.redact(facts) ?? redact(facts),
    transcript: [...(transcript?.lines() ?? [])],
    ...(cause !== undefined && { cause }),
  });
  try {
    const enter = (live: LiveTarget, users: readonly User[]) => {
      const entered = live.enter(users, id, deadline.signal);
      transcript = entered.transcript;
      return entered;
    };
    const { value, facts } = await heeding(deadline.signal, act(enter, deadline.signal));
    return { value, evidence: evidence(facts) };
  } catch (thrown) {
    signal.throwIfAborted();
    const error = deadline.signal.aborted ? deadline.signal.reason : thrown;
    const said = error instanceof Error ? error.message : String(error);
    const cause = transcript?.redact(said) ?? redactText(said);
    return { cause, evidence: evidence({}, cause) };
  }
}
