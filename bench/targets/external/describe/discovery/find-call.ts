import type { Credential } from '../../../../../scenarios/exchange.ts';
import type { RawAnswer } from '../../../../driver/answer.ts';
import type { Target } from '../../description.ts';
import { type Explorer, pathOf, type Who } from './explorer.ts';
import type { FoundLogin } from './find-login.ts';
import { graphqlCalls } from './graphql.ts';
import type { SignIns } from './sign-ins.ts';
import { subjectPlace } from './subject-places.ts';

type Credentials = Target['credentials'];
type Step = Target['call'];

/** A request that tells who asks, and all that made a difference to it. */
export interface FoundCall {
  readonly call: Step;
  readonly credentials: Credentials;
  readonly anonymous?: string;
  /** What was handed out and carried, and made no difference. */
  readonly idle: readonly string[];
}

const paths = [
  '/me',
  '/api/me',
  '/user',
  '/api/user',
  '/users/me',
  '/api/users/me',
  '/auth/me',
  '/api/auth/me',
  '/profile',
  '/account',
  '/whoami',
  '/session',
  '/api/session',
  '/userinfo',
  '/',
];

export async function findCall(
  explorer: Explorer,
  { login, headers, seen }: FoundLogin,
  hints: readonly Step[],
): Promise<FoundCall | undefined> {
  const landing = seen.location === undefined ? undefined : pathOf(seen.location, explorer.origin);
  // a session that is made by POST is often read where it was made
  const made = [login].flat().at(-1)?.path;
  const usual = [...new Set([landing ?? [], made ?? [], paths].flat())].map((path): Step => ({ path }));
  const calls = hints.length > 0 ? hints : [...usual, ...(await graphqlCalls(explorer))];
  for (const carried of waysToCarry(seen)) {
    const common = { login, ...(headers && { headers }) };
    for (const call of calls) {
      const asked = { explorer, common, call };
      const found = await namedBy(asked, carried);
      if (!found) continue;
      const needed = await withoutIdle(asked, carried, found.place);
      const { anonymous } = found;
      return {
        call: { ...call, subject: found.place },
        credentials: credentialsOf(needed),
        ...(anonymous !== undefined && { anonymous }),
        idle: carried.filter((one) => !needed.includes(one)).map(({ place }) => place),
      };
    }
  }
  return undefined;
}

/** One text that was handed out, and how the call carries it. */
interface Carried {
  readonly place: string;
  readonly in: { cookies: [string, ...string[]] } | { header: string; prefix: string };
}

/**
 * Cookies as they are; tokens as RFC 6750 has it, then under a header of their own. A cookie that is the same at each
 * sign-in of a user, and another for the other, can be half of a credential: the number of an account beside its session.
 */
function waysToCarry({ first, again, other }: SignIns): Carried[][] {
  const places = [...first.keys()];
  const isFresh = (place: string) => first.get(place) !== again.get(place);
  const cookies = places
    .filter((place) => place.startsWith('cookie:') && (isFresh(place) || first.get(place) !== other.get(place)))
    .map((place): Carried => ({ place, in: { cookies: [place.slice('cookie:'.length)] } }));
  const tokens = places.filter(
    (place) => !place.startsWith('cookie:') && isFresh(place) && !/refresh|id_?token|csrf/i.test(place),
  );
  const bearer = tokens.map((place): Carried => ({ place, in: { header: 'authorization', prefix: 'Bearer ' } }));
  const own = tokens.flatMap((place) => {
    const [, kind, name = ''] = /^(json|header):(.+)$/.exec(place) ?? [];
    const headers = kind === 'header' ? [name] : ['x-auth-token', 'x-access-token', 'x-session-token'];
    return headers.map((header): Carried => ({ place, in: { header, prefix: '' } }));
  });
  const token = tokens.map((place): Carried => ({ place, in: { header: 'authorization', prefix: 'Token ' } }));
  return [...(cookies.length > 0 ? [cookies] : []), ...[...bearer, ...own, ...token].map((one) => [...cookies, one])];
}

interface Asked {
  readonly explorer: Explorer;
  readonly common: Partial<Target>;
  readonly call: Step;
}

async function namedBy(asked: Asked, carried: readonly Carried[]) {
  const { explorer } = asked;
  const nobody = await answerTo(asked, [], {});
  if (nobody.status === 404 || nobody.status === 405 || nobody.status === 0) return undefined;
  const one = await heldBy(asked, carried, 'one');
  const first = await answerTo(asked, carried, one);
  if (first.status < 200 || first.status > 299) return undefined;
  const again = await answerTo(asked, carried, await heldBy(asked, carried, 'one'));
  const other = await answerTo(asked, carried, await heldBy(asked, carried, 'other'));
  return subjectPlace({ first, again, other, nobody }, explorer.usernames);
}

/** One after the other is left out; what makes whoever asks vanish stays. Tokens first, what shields from forgery before ids. */
async function withoutIdle(asked: Asked, carried: readonly Carried[], place: string): Promise<Carried[]> {
  let needed = [...carried];
  const call = { ...asked.call, subject: place };
  const names = async (some: readonly Carried[]) =>
    (await asked.explorer.perform('me', { ...partsOf(asked, some), call }, await heldBy(asked, some, 'one'))).reply
      .subject;
  const owner = await names(needed);
  const leastLikely = carried.toSorted((a, b) => likelihood(a.place) - likelihood(b.place));
  for (const one of leastLikely) {
    const rest = needed.filter((other) => other !== one);
    if (rest.length > 0 && (await names(rest)) === owner) needed = rest;
  }
  return needed;
}

function likelihood(place: string): number {
  if (/csrf|xsrf|test|callback|lang|theme/i.test(place)) return 0;
  return place.startsWith('cookie:') ? 2 : 1;
}

async function heldBy(asked: Asked, carried: readonly Carried[], who: Who): Promise<Credential> {
  const { reply } = await asked.explorer.perform('login', partsOf(asked, carried), {}, who);
  return reply.credential;
}

async function answerTo(asked: Asked, carried: readonly Carried[], as: Credential): Promise<RawAnswer> {
  const parts = { ...partsOf(asked, carried), visit: { ...asked.call, auth: Object.keys(as) } };
  const { turns } = await asked.explorer.perform('visit', parts, as);
  return turns.at(-1)?.answer ?? { status: 0, headers: {}, text: '', ms: 0 };
}

function partsOf({ common }: Asked, carried: readonly Carried[]): Partial<Target> {
  return { ...common, ...(carried.length > 0 && { credentials: credentialsOf(carried) }) };
}

function credentialsOf(carried: readonly Carried[]): Credentials {
  const cookies = carried.flatMap((one) => ('cookies' in one.in ? one.in.cookies : []));
  const [first, ...more] = cookies;
  const access = carried.flatMap((one): [string, Credentials[string]][] =>
    'header' in one.in ? [['access', { role: 'access', from: one.place, in: one.in }]] : [],
  );
  return {
    ...(first !== undefined && { session: { role: 'session', in: { cookies: [first, ...more] } } }),
    ...Object.fromEntries(access),
  };
}
