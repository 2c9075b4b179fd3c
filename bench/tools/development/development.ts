import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Target } from '../../targets/external/description.ts';

/**
 * A small server on a library that people use, for trying the bench on what it does not know. `truth` says what is so,
 * by the library's own source and by what this file makes of it; the tests hold against it what the bench says.
 */
export interface Development {
  readonly name: string;
  /** @param lifeS how long its tokens live, where it has some that are short */
  start(lifeS?: number): Promise<Started>;
  /** By property: the value that the bench must find; null where it must say that it cannot tell. */
  readonly truth: Readonly<Record<string, string | null>>;
  /** By attack: the outcome that the bench must come to. */
  readonly attacks: Readonly<Record<string, string>>;
}

export interface Started extends AsyncDisposable {
  readonly description: Target;
  /** What the description takes from the environment. */
  readonly env?: Readonly<Record<string, string>>;
}

export const people = { ann: 'correct horse 1', bob: 'battery staple 2' } as const;
export const users: Target['users'] = {
  ann: { username: 'ann', password: people.ann },
  bob: { username: 'bob', password: people.bob },
};

export function knows(username: unknown, password: unknown): username is keyof typeof people {
  return typeof username === 'string' && Object.hasOwn(people, username) && people[username as 'ann'] === password;
}

/** On the loopback port that PORT says, or a free one. */
export async function listen(
  listener: RequestListener,
  describe: (origin: string) => Target,
  ...owned: readonly { close(): unknown }[]
): Promise<Started> {
  const server = createServer(listener).listen(Number(process.env.PORT ?? 0), '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    description: describe(`http://127.0.0.1:${port}`),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      for (const one of owned) await one.close();
    },
  };
}

export const bearer = {
  access: { role: 'access', from: 'json:token', in: { header: 'authorization', prefix: 'Bearer ' } },
} as const satisfies Target['credentials'];

export const jsonLogin = {
  method: 'POST',
  path: '/login',
  json: { username: '{{username}}', password: '{{password}}' },
} as const satisfies Target['login'];

/** A login by JSON that hands out one cookie, and a page that names who is signed in by a member of its own. */
export function cookieTarget(origin: string, { name, cookie = 'sid', subject = 'id' }: CookieTarget): Target {
  return {
    name,
    origin,
    users,
    credentials: { session: { role: 'session', in: { cookies: [cookie] } } },
    login: jsonLogin,
    call: { path: '/me', subject },
    logout: { method: 'POST', path: '/logout' },
  };
}

interface CookieTarget {
  readonly name: string;
  readonly cookie?: string;
  readonly subject?: string;
}

/** What no server on plain HTTP without a prefix has. */
export const plainCookie = 'without SameSite, Secure, a name prefix';
