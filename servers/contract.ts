import type { Protocol, StepName } from './scheme.ts';

/**
 * What every scheme must do, seen from outside over HTTP. A server that breaks a rule is not worth measuring: the tests
 * and the pre-flight of every cell ask the same.
 */
export interface Rule {
  readonly id: string;
  readonly title: string;
  /** @returns what is wrong, without a secret, or undefined. */
  check<C>(stage: ContractStage<C>): Promise<string | undefined>;
}

/** The little that a rule needs of whatever drives the server. `C` is what a client holds after a sign-in. */
export interface ContractStage<C> {
  readonly target: { readonly protocol: Protocol };
  readonly victim: ContractUser;
  readonly attacker: ContractUser;
  signIn(user: ContractUser): Promise<C>;
  perform(step: StepName, how?: { as?: C; values?: Readonly<Record<string, string>> }): Promise<ContractReply>;
  request(step: StepName, how?: { values?: Readonly<Record<string, string>> }): ContractRequest;
  send(request: ContractRequest): Promise<ContractReply>;
  whoAmI(credential: C): Promise<string | undefined>;
  readonly hooks: { readonly effects?: (accountId: string) => Promise<number> };
}

export interface ContractUser {
  readonly id: string;
  readonly username: string;
  readonly password: string;
}

interface ContractRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

interface ContractReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[]>>;
  readonly body: unknown;
  readonly subject?: string;
}

export const contractRules: readonly Rule[] = [
  {
    id: 'login-names-its-user',
    title: 'A login speaks for the one who logged in',
    async check(stage) {
      const credential = await stage.signIn(stage.victim);
      return expected('GET me', await stage.whoAmI(credential), stage.victim.id);
    },
  },
  {
    id: 'users-apart',
    title: 'Two sign-ins speak for two accounts, at the same time',
    async check(stage) {
      const [victim, attacker] = await Promise.all([stage.signIn(stage.victim), stage.signIn(stage.attacker)]);
      const names = await Promise.all([stage.whoAmI(victim), stage.whoAmI(attacker), stage.whoAmI(victim)]);
      return expected('GET me', names.join(), [stage.victim.id, stage.attacker.id, stage.victim.id].join());
    },
  },
  {
    id: 'no-credential',
    title: 'A request without a credential is refused with 401 and a challenge',
    async check(stage) {
      const reply = await stage.perform('me');
      if (!reply.headers['www-authenticate']) return 'there is no WWW-Authenticate (RFC 9110 §15.5.2)';
      return expected('the status', reply.status, 401) ?? expected('the subject', reply.subject, undefined);
    },
  },
  {
    id: 'wrong-password',
    title: 'A wrong password is refused with 401 and hands out nothing',
    async check(stage) {
      const { username } = stage.victim;
      const reply = await stage.perform('login', { values: { username, password: 'not the password' } });
      if (handsOut(stage.target.protocol, reply)) return 'the refusal hands out a credential';
      return expected('the status', reply.status, 401);
    },
  },
  {
    id: 'unknown-user',
    title: 'An unknown user is refused as a wrong password is',
    async check(stage) {
      const password = 'not the password';
      const known = await stage.perform('login', { values: { username: stage.victim.username, password } });
      const unknown = await stage.perform('login', { values: { username: 'nobody-at-all', password } });
      return expected('the answer', text(unknown), text(known));
    },
  },
  {
    id: 'no-store',
    title: 'No answer to somebody, and no login, is kept by a cache',
    async check(stage) {
      const { username, password } = stage.attacker;
      const login = await stage.perform('login', { values: { username, password } });
      const me = await stage.perform('me', { as: await stage.signIn(stage.attacker) });
      const keeps = [login, me].some(({ headers }) => !String(headers['cache-control']).includes('no-store'));
      return keeps ? 'Cache-Control does not say no-store (RFC 9111 §5.2.2.5)' : undefined;
    },
  },
  {
    id: 'transfer-once',
    title: 'A transfer is booked once, for the one who asked',
    async check(stage) {
      const { id } = stage.victim;
      const as = await stage.signIn(stage.victim);
      const before = await stage.hooks.effects?.(id);
      const reply = await stage.perform('transfer', { as });
      const after = await stage.hooks.effects?.(id);
      const booked = before === undefined || after === undefined ? 1 : after - before;
      return expected('the subject', reply.subject, id) ?? expected('transfers booked', booked, 1);
    },
  },
  {
    id: 'transfer-refused',
    title: 'A transfer without a credential is refused and books nothing',
    async check(stage) {
      const before = await stage.hooks.effects?.(stage.victim.id);
      const reply = await stage.perform('transfer');
      const after = await stage.hooks.effects?.(stage.victim.id);
      return expected('the status', reply.status, 401) ?? expected('transfers booked', after, before);
    },
  },
  {
    id: 'admin-refuses-user',
    title: 'A user without the role is refused with 403',
    async check(stage) {
      const reply = await stage.perform('admin', { as: await stage.signIn(stage.attacker) });
      return expected('the status', reply.status, 403);
    },
  },
  {
    id: 'unknown-route',
    title: 'An unknown route answers 404',
    async check(stage) {
      const reply = await stage.send({ ...stage.request('me'), path: '/no-such-thing' });
      return expected('the status', reply.status, 404);
    },
  },
  {
    id: 'wrong-method',
    title: 'A method that a route lacks answers 405',
    async check(stage) {
      const reply = await stage.send({ ...stage.request('me'), method: 'DELETE' });
      return expected('the status', reply.status, 405);
    },
  },
  {
    id: 'malformed-body',
    title: 'A body that is not JSON answers 400',
    async check(stage) {
      const { username, password } = stage.victim;
      const reply = await stage.send({ ...stage.request('login', { values: { username, password } }), body: '{"user' });
      return expected('the status', reply.status, 400);
    },
  },
];

function expected(what: string, actual: unknown, wanted: unknown): string | undefined {
  return actual === wanted ? undefined : `${what} is ${actual}, expected ${wanted}`;
}

/** What a client can tell two refusals apart by. */
function text({ status, body }: ContractReply): string {
  return `${status} ${JSON.stringify(body)}`;
}

function handsOut({ credentials }: Protocol, { headers, body }: ContractReply): boolean {
  const cookies = [headers['set-cookie'] ?? []].flat();
  return Object.values(credentials).some((spec) => {
    if (spec.from !== 'set-cookie')
      return typeof body === 'object' && body !== null && 'json' in spec.from && spec.from.json in body;
    const names = 'cookies' in spec.in ? spec.in.cookies : [];
    return cookies.some((cookie) =>
      names.some((name) => cookie.startsWith(`${name}=`) && !cookie.startsWith(`${name}=;`)),
    );
  });
}
