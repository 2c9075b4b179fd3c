import type { Credential, User } from '../../exchange.ts';
import type { Stage } from '../../stage.ts';
import { isAnswered, Unanswered } from '../evidence/unanswered.ts';

/**
 * Logs a user in where a browser holds cookies already.
 * @param cookie a Cookie header; empty for none
 * @returns what the answer handed out; undefined where whoever holds them counts as signed in, and is shown no login
 */
export async function loginOver(
  stage: Stage,
  { username, password }: User,
  cookie: string,
): Promise<Credential | undefined> {
  const reply = await stage.perform('login', {
    values: { username, password },
    ...(cookie !== '' && { headers: { cookie } }),
    mayBeSilent: true,
  });
  if (reply.stoppedAt !== undefined && reply.status < 400) return undefined;
  if (!isAnswered(reply)) throw new Unanswered('login', reply);
  return reply.credential;
}
