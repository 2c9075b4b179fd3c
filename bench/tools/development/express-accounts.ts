import { randomBytes } from 'node:crypto';
import express, { type Request, type Response } from 'express';
import type { Target } from '../../targets/external/description.ts';
import { type Development, jsonLogin, listen, people, plainCookie, users } from './development.ts';

interface Traits {
  readonly name: string;
  /** What the cookie says of other sites; nothing where absent. */
  readonly sameSite?: 'strict' | 'lax';
  /** Whether a state change needs the token of its session, or one of any session. */
  readonly asksForToken: boolean | 'any';
  /** What a changed password and a disabled account end; where that is nothing, the present password is not asked for either. */
  readonly ends: 'all' | 'nothing';
}

/** Accounts by hand on express: the state changes that frameworks leave to everybody. */
export const careful: Traits = { name: 'express-accounts', sameSite: 'lax', asksForToken: true, ends: 'all' };
/** Whatever keeps other pages out of its state changes is an attribute of the cookie. */
export const sameSiteAlone: Traits = {
  ...careful,
  name: 'express-accounts-samesite',
  sameSite: 'strict',
  asksForToken: false,
};
/** The token is looked for among all that were handed out: anybody has one. */
export const anyToken: Traits = { ...careful, name: 'express-accounts-any-token', asksForToken: 'any' };
/** Nothing does; and whoever holds a cookie keeps it, whatever becomes of the account. */
export const careless: Traits = { name: 'express-accounts-careless', asksForToken: false, ends: 'nothing' };

export function expressAccounts(traits: Traits): Development {
  const { name, sameSite, asksForToken, ends } = traits;
  return {
    name,
    truth: {
      'credential-kind': 'session: reference',
      'credential-transport': 'session: cookie',
      'cookie-flags': sameSite === undefined ? plainCookie : 'without Secure, a name prefix',
      'cookie-deletion': 'left as it is',
      'revocation-on-logout': 'at once',
      fixation: 'given: none; chosen: replaced; again: replaced',
      expiry: null,
      'multiple-sessions': 'allowed',
    },
    attacks: {
      'replay-after-password-change': ends === 'all' ? 'blocked' : 'succeeded',
      'disable-user-latency': ends === 'all' ? 'blocked' : 'succeeded',
      'inexact-password': 'blocked',
      'unverified-password-change': ends === 'all' ? 'blocked' : 'succeeded',
      'forged-change-cross-site': sameSite === undefined ? 'succeeded' : 'blocked',
      'forged-change-sibling': asksForToken === true ? 'blocked' : 'succeeded',
    },
    start: () => listen(application(traits), (origin) => describe(origin, traits)),
  };
}

const root = 'the one who administers';

function application({ sameSite, asksForToken, ends }: Traits): express.Express {
  const accounts = new Map(
    Object.entries({ ...people, root }).map(([name, password]) => [name, { password, disabled: false, points: 0 }]),
  );
  const sessions = new Map<string, { readonly name: string; readonly token: string }>();
  const endAll = (name: string) => {
    if (ends === 'nothing') return;
    for (const [id, session] of sessions) if (session.name === name) sessions.delete(id);
  };
  const idOf = ({ headers }: Request) => /\bsid=(\w+)/.exec(headers.cookie ?? '')?.[1] ?? '';
  const begin = (response: Response, name: string) => {
    const id = randomBytes(16).toString('hex');
    sessions.set(id, { name, token: randomBytes(16).toString('hex') });
    response.cookie('sid', id, { httpOnly: true, ...(sameSite && { sameSite }) });
  };
  const refuse = (response: Response, status: number) => void response.status(status).json({ error: status });

  const app = express();
  app.use(express.json(), express.urlencoded({ extended: false }));
  app.post('/login', (request, response) => {
    const { username, password } = request.body;
    const account = accounts.get(username);
    if (!account || account.disabled || account.password !== password) return refuse(response, 401);
    sessions.delete(idOf(request));
    begin(response, username);
    response.json({ name: username });
  });

  app.use((request, response, next) => {
    const session = sessions.get(idOf(request));
    const account = accounts.get(session?.name ?? '');
    if (!session || !account) return refuse(response, 401);
    const good = asksForToken === 'any' ? [...sessions.values()] : [session];
    if (asksForToken && request.method === 'POST' && !good.some(({ token }) => token === request.body?.token))
      return refuse(response, 403);
    Object.assign(response.locals, { ...session, account });
    next();
  });
  app.get('/me', (_, response) => {
    const { name, account, token } = response.locals;
    response.json({ name, points: account.points, token });
  });
  app.post('/points', (_, response) => {
    response.locals.account.points += 1;
    response.status(204).end();
  });
  app.post('/password', ({ body: { current, next } }, response) => {
    const { name, account } = response.locals;
    if (ends === 'all' && account.password !== current) return refuse(response, 403);
    account.password = next;
    endAll(name);
    if (ends === 'all') begin(response, name);
    response.status(204).end();
  });
  app.post('/accounts/:name', ({ params: { name }, body: { disabled } }, response) => {
    const account = accounts.get(name);
    if (response.locals.name !== 'root' || !account) return refuse(response, 403);
    account.disabled = disabled === 'true';
    if (account.disabled) endAll(name);
    response.status(204).end();
  });
  app.post('/logout', (request, response) => {
    sessions.delete(idOf(request));
    response.status(204).end();
  });
  return app;
}

function describe(origin: string, { name, asksForToken }: Traits): Target {
  const page = { path: '/me', save: { token: 'json:token' } } as const;
  const post = (path: string, form: Record<string, string> = {}) => {
    const change = { method: 'POST', path, form: { ...form, ...(asksForToken && { token: '{{token}}' }) } } as const;
    return asksForToken ? [page, change] : [change];
  };
  const disabled = (disabled: string) => post('/accounts/{{id}}', { disabled }) as Target['disable'];
  return {
    name,
    origin,
    users: { ...users, root: { username: 'root', password: root } },
    admin: 'root',
    credentials: { session: { role: 'session', in: { cookies: ['sid'] } } },
    login: jsonLogin,
    call: { path: '/me', subject: 'name' },
    logout: post('/logout') as Target['logout'],
    password: post('/password', { current: '{{password}}', next: '{{next}}' }) as Target['password'],
    disable: disabled('true'),
    enable: disabled('false'),
    transfer: post('/points', { add: '1' }) as Target['transfer'],
    effect: { path: '/me', value: 'json:points' },
    optIn: ['writes'],
  };
}
