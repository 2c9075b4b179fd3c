import type { Judgement } from '../../kinds/attack.ts';

/** One of several ways that an attack tried, and what it got. */
export type Attempt = {
  readonly way: string;
  /** 0 when no answer came. */
  readonly status: number;
  /** The identity or the effect that was gained: what makes it a success. Absent where it gained nothing. */
  readonly got?: string;
};

/**
 * The verdict over ways that should all have been refused.
 * @param noun what was tried, in the plural
 * @param silence whether a connection that is closed without an answer refuses as well as an answer does
 */
export function judgeAttempts(
  attempts: readonly Attempt[],
  noun: string,
  { silence = false }: { readonly silence?: boolean } = {},
): Judgement {
  const won = attempts.filter(({ got }) => got !== undefined);
  const counts = { tries: attempts.length, successes: won.length };
  const [first] = won;
  if (first)
    return {
      ...counts,
      outcome: 'succeeded',
      because: `${won.length} of ${attempts.length} ${noun} succeeded (first: ${first.way}: ${first.got})`,
    };
  const unanswered = silence ? [] : attempts.filter(({ status }) => status === 0);
  if (unanswered.length > 0)
    return { ...counts, outcome: 'inconclusive', because: `no answer to: ${ways(unanswered)}` };
  const crashed = attempts.filter(({ status }) => status >= 500);
  if (crashed.length > 0)
    return { ...counts, outcome: 'blocked-by-crash', because: `a server error answered: ${ways(crashed)}` };
  if (attempts.length === 0) return { ...counts, outcome: 'inconclusive', because: `no ${noun} could be tried` };
  return { ...counts, outcome: 'blocked', because: `0 of ${attempts.length} ${noun} succeeded` };
}

function ways(attempts: readonly Attempt[]): string {
  return attempts.map(({ way }) => way).join('; ');
}
