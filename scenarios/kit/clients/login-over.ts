import type { Artefact, Credential, Reply, User } from '../../exchange.ts';
import type { Stage } from '../../stage.ts';
import { isAnswered, Unanswered } from '../evidence/unanswered.ts';
import { cookiesSetBy, isDeletion } from './set-cookie.ts';

/**
 * Logs a user in where a browser holds cookies already; once more where it then is not in, as whoever is told that
 * something went wrong.
 * @param planted what it holds
 * @param isIn whether a browser that holds this is signed in as that user
 * @returns what it holds then; undefined where whoever holds them counts as signed in, and is shown no login
 */
export async function loginOver(
  stage: Stage,
  user: User,
  planted: Credential,
  isIn: (held: Credential) => Promise<boolean>,
): Promise<Credential | undefined> {
  const first = await once(stage, user, planted);
  return first === undefined || (await isIn(first)) ? first : once(stage, user, first);
}

async function once(stage: Stage, { username, password }: User, planted: Credential): Promise<Credential | undefined> {
  const cookie = Object.values(planted)
    .flatMap(({ values }) => Object.entries(values).map(([name, value]) => `${name}=${value}`))
    .join('; ');
  const reply = await stage.perform('login', {
    values: { username, password },
    ...(cookie !== '' && { headers: { cookie } }),
    mayBeSilent: true,
  });
  if (reply.stoppedAt !== undefined && reply.status < 400) return undefined;
  if (!isAnswered(reply)) throw new Unanswered('login', reply);
  return heldAfter(planted, reply);
}

/** A browser keeps each cookie that no answer deletes or replaces, whatever is set beside it. */
function heldAfter(planted: Credential, { headers, credential }: Reply): Credential {
  const set = new Map(cookiesSetBy(headers).map((one) => [one.key, isDeletion(one) ? undefined : one.value]));
  const kept = Object.entries(planted).flatMap(([name, { role, values }]): [string, Artefact][] => {
    const left = Object.entries(values).filter(([key]) => !set.has(key));
    const all = { ...Object.fromEntries(left), ...credential[name]?.values };
    return Object.keys(all).length > 0 ? [[name, { role, values: all }]] : [];
  });
  return { ...credential, ...Object.fromEntries(kept) };
}
