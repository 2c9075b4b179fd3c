import type { Credential } from '../../../../../scenarios/exchange.ts';
import type { StepName } from '../../../../../servers/scheme.ts';
import type { RawAnswer } from '../../../../driver/answer.ts';
import type { Transport } from '../../../../driver/transport.ts';
import { describedBy } from '../../described.ts';
import { type Target, TargetDescription } from '../../description.ts';
import type { Environment } from '../../environment.ts';
import { type Rehearsed, rehearse } from '../rehearse.ts';

/** Tries parts of a description on its server, as one of two users. Nothing is kept between two calls. */
export interface Explorer {
  readonly origin: string;
  readonly usernames: readonly string[];
  /** Of the first user. */
  readonly password: string;
  /** A page as a stranger sees it. */
  get(path: string): Promise<RawAnswer>;
  /** @param values what templates name, over what they are filled with anyway */
  perform(
    name: StepName,
    parts: Partial<Target>,
    as?: Credential,
    who?: Who,
    values?: Readonly<Record<string, string>>,
  ): Promise<Rehearsed>;
}

/** The first user, the second one, and the first with a password that is not theirs. */
export type Who = 'one' | 'other' | 'mistaken';

export const wrongPassword = 'not-the-password-1';

/** What is not known yet, so that what is known can be tried. */
export const notKnown = {
  credentials: { session: { role: 'session', in: { cookies: ['not-known'] } } },
  login: { path: '/' },
  call: { path: '/', subject: 'not-known' },
} satisfies Partial<Target>;

export function openExplorer(
  base: Pick<Target, 'origin' | 'users'> & Partial<Target>,
  env: Environment,
  transport: Pick<Transport, 'send'>,
  signal: AbortSignal,
): Explorer {
  const knownBy = (parts: Partial<Target>, who: Who) => {
    const parsed = TargetDescription.parse({ name: 'new', ...notKnown, ...base, ...parts });
    const known = describedBy(parsed, env);
    const [one, other] = known.external.users;
    if (!one || !other) throw new RangeError('two users are needed');
    const user = who === 'other' ? other : who === 'one' ? one : { ...one, password: wrongPassword };
    return { ...known, external: { ...known.external, users: [user] } };
  };
  const users = [...knownBy({}, 'one').external.users, ...knownBy({}, 'other').external.users];
  return {
    origin: base.origin,
    usernames: users.map((user) => user.username),
    password: users[0]?.password ?? '',
    async get(path) {
      const { turns } = await rehearse(knownBy({ visit: { path } }, 'one'), 'visit', {}, transport, signal, () => {});
      return turns.at(-1)?.answer ?? { status: 0, headers: {}, text: '', ms: 0 };
    },
    perform: (name, parts, as = {}, who = 'one', values = {}) =>
      rehearse(knownBy(parts, who), name, as, transport, signal, () => {}, values),
  };
}

/** Path and query of an address that an answer or a page names, if it is of the same origin. */
export function pathOf(address: string, origin: string, from = '/'): string | undefined {
  try {
    const url = new URL(address, new URL(from, origin));
    return url.origin === new URL(origin).origin ? `${url.pathname}${url.search}` : undefined;
  } catch {
    return undefined;
  }
}
