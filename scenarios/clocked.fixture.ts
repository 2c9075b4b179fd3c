import type { TestContext } from 'node:test';
import type { Credential, Reply } from './exchange.ts';
import type { Stage, StageTarget } from './stage.ts';

/** A server on a clock that only waiting moves. It answers for the text of a token, and hands out another where it likes. */
export interface Clocked {
  readonly steps?: readonly string[];
  readonly target?: Partial<StageTarget>;
  login(user: string, nowMs: number): string;
  /** @returns the user, or undefined */
  me(token: string, nowMs: number): string | undefined;
  logout?(token: string, nowMs: number): void;
  /** @returns what the client then holds; undefined where it is refused */
  refresh?(token: string, nowMs: number): string | undefined;
}

/** Enough of a stage for what probes do: sign in, ask, log out, renew and wait. Meanwhile the test has that clock too. */
export function clocked(server: Clocked, { mock }: Pick<TestContext, 'mock'>): Stage {
  let nowMs = 0;
  mock.method(performance, 'now', () => nowMs);
  const holding = (token: string): Credential => {
    const role = server.refresh ? 'refresh' : 'access';
    return { held: { role, values: { token } } };
  };
  const tokenOf = (credential: Credential = {}) => Object.values(credential.held?.values ?? {})[0] ?? '';
  const reply = (status: number, credential: Credential, subject?: string): Reply => ({
    ...{ status, headers: {}, body: undefined, ms: 0, credential },
    ...(subject !== undefined && { subject }),
  });
  const user = (id: string) => ({ id, username: id, password: '' });
  const step = { method: 'POST', path: '/', carries: [], ok: [200] } as const;
  const stage = {
    target: {
      traits: { credential: 'reference' },
      protocol: { steps: { me: step, login: step, logout: step, ...(server.refresh && { refresh: step }) } },
      ...server.target,
    },
    victim: user('ann'),
    attacker: user('bob'),
    signIn: async ({ id }: { id: string }) => holding(server.login(id, nowMs)),
    whoAmI: async (credential: Credential) => server.me(tokenOf(credential), nowMs),
    async perform(name: string, { as = {} }: { as?: Credential } = {}) {
      const token = tokenOf(as);
      if (name === 'logout') server.logout?.(token, nowMs);
      if (name === 'refresh') {
        const next = server.refresh?.(token, nowMs);
        return next === undefined ? reply(401, as) : reply(200, holding(next));
      }
      const subject = server.me(token, nowMs);
      return reply(name === 'me' && subject === undefined ? 401 : 200, as, subject);
    },
    wait: async (ms: number) => {
      nowMs += ms;
    },
  };
  return stage as unknown as Stage;
}
