import type { Target } from '../../description.ts';
import { clientOf } from './client-of.ts';
import type { Explorer } from './explorer.ts';
import type { HandedOut } from './sign-ins.ts';

type Step = Target['call'];

export interface FoundRefresh extends Pick<Target, 'credentials'> {
  readonly refresh: Step;
}

const paths = [
  '/refresh',
  '/token/refresh',
  '/auth/refresh',
  '/api/refresh',
  '/api/auth/refresh',
  '/api/token/refresh',
  '/token',
  '/api/token',
];

/** What renews a sign-in, where a login handed out something of that name: shown by the call, with what it answered. */
export async function findRefresh(
  explorer: Explorer,
  known: Partial<Target> & Pick<Target, 'credentials'>,
  out: HandedOut,
  hints: readonly Step[],
): Promise<FoundRefresh | undefined> {
  const place = [...out.keys()].find((one) => /refresh/i.test(one));
  if (place === undefined) return undefined;
  const name = place.slice(place.indexOf(':') + 1);
  const cookie = place.startsWith('cookie:');
  const leaf = name.split('.').at(-1) ?? name;
  const refresh: Target['credentials'][string] = cookie
    ? { role: 'refresh', in: { cookies: [name] } }
    : { role: 'refresh', from: place, in: { field: leaf } };
  const { session, ...others } = known.credentials;
  const inSession =
    cookie && session && 'cookies' in session.in ? session.in.cookies.filter((one) => one !== name) : [];
  const [first, ...more] = inSession;
  const kept = !cookie
    ? session
    : first === undefined
      ? undefined
      : { ...session, role: 'session' as const, in: { cookies: [first, ...more] as [string, ...string[]] } };
  const credentials = { ...(kept && { session: kept }), ...others, refresh };
  const form = { grant_type: 'refresh_token', ...clientOf(known.login) };
  const last = [known.login ?? []].flat().at(-1);
  // one endpoint gives all tokens (RFC 6749 §3.2)
  const own: Step[] = last?.form?.grant_type === undefined ? [] : [{ method: 'POST', path: last.path, form }];
  const tries = paths.flatMap((path): Step[] => [
    { method: 'POST', path },
    ...(cookie || !/token$/.test(path) ? [] : [{ method: 'POST', path, form }]),
  ]);
  for (const step of hints.length > 0 ? hints : [...own, ...tries]) {
    const parts = { ...known, credentials, refresh: step };
    const { reply } = await explorer.perform('login', parts);
    const renewed = (await explorer.perform('refresh', parts, reply.credential)).reply;
    if (renewed.status !== 200 && renewed.status !== 201) continue;
    const { subject } = (await explorer.perform('me', parts, renewed.credential)).reply;
    if (subject !== undefined) return { credentials, refresh: step };
  }
  return undefined;
}
