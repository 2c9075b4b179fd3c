import { randomBytes } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import express from 'express';
import jsonwebtoken from 'jsonwebtoken';
import { bearer, cookieTarget, knows } from '../../tools/development/development.ts';
import type { Target } from './description.ts';

export const sessionTarget = (origin: string) => cookieTarget(origin, { name: 'small' });

export const freshId = () => randomBytes(12).toString('hex');

export function cookieOf({ headers }: express.Request, name: string): string {
  return new RegExp(`(?:^|; )${name}=([^;]*)`).exec(headers.cookie ?? '')?.[1] ?? '';
}

/** A server that keeps sessions in memory and is sound, but for what `change` puts before its routes. */
export function sessionServer(change: (app: express.Express, sessions: Map<string, string>) => void = () => {}) {
  const app = express();
  const sessions = new Map<string, string>();
  app.use(express.json(), express.urlencoded());
  change(app, sessions);
  app.post('/login', (request, response) => {
    const { username, password } = request.body ?? {};
    if (!knows(username, password)) return void response.status(401).end();
    const id = freshId();
    sessions.set(id, username);
    response.cookie('sid', id).json({ ok: true });
  });
  app.get('/me', (request, response) => {
    const name = sessions.get(cookieOf(request, 'sid'));
    if (!name) return void response.status(401).end();
    response.json({ id: name });
  });
  app.post('/logout', (request, response) => {
    sessions.delete(cookieOf(request, 'sid'));
    response.clearCookie('sid').status(204).end();
  });
  return app;
}

export interface TokenServer {
  /** `over`: all renewals of a user write one record, so that of many successors the last one is good. */
  readonly rotation: 'none' | 'over';
  readonly endsAtLogout?: boolean;
  readonly slowMs?: number;
}

export function tokenServer({ rotation, endsAtLogout = true, slowMs = 0 }: TokenServer) {
  const app = express();
  const access = new Map<string, string>();
  const refresh = new Map<string, { user: string; newest: string }>();
  const issue = (user: string) => {
    const token = freshId();
    access.set(token, user);
    return token;
  };
  const bearerOf = ({ headers }: express.Request) => (headers.authorization ?? '').slice('Bearer '.length);
  app.use(express.json());
  app.post('/login', (request, response) => {
    const { username, password } = request.body ?? {};
    if (!knows(username, password)) return void response.status(401).end();
    const newest = freshId();
    refresh.set(newest, { user: username, newest });
    response.json({ token: issue(username), refresh: newest });
  });
  app.get('/me', async (request, response) => {
    await delay(slowMs);
    const name = access.get(bearerOf(request));
    if (!name) return void response.status(401).end();
    response.json({ id: name });
  });
  app.post('/refresh', (request, response) => {
    const token = String(request.body?.refresh);
    const record = refresh.get(token);
    if (!record) return void response.status(401).end();
    if (rotation === 'none') return void response.json({ token: issue(record.user) });
    // what came from the same token before is written over, and that token itself is forgiven while it is in use
    refresh.delete(record.newest);
    record.newest = freshId();
    refresh.set(token, record);
    refresh.set(record.newest, { user: record.user, newest: '' });
    response.json({ token: issue(record.user), refresh: record.newest });
  });
  app.post('/logout', (request, response) => {
    if (endsAtLogout) {
      access.delete(bearerOf(request));
      refresh.delete(request.body?.refresh);
    }
    response.status(204).end();
  });
  return app;
}

/** Pairs of tokens that are read and kept nowhere, without ids: two of one second are the same to the byte. */
export function pairsWithoutIds() {
  const key = 'Lw8Rz5Qm2Vx9Tk4Np7Yc1Bd6Gh3Js0Fa';
  const issue = (sub: string, kind: string, expiresIn: '15m' | '30d') =>
    jsonwebtoken.sign({ sub, kind }, key, { expiresIn });
  const speaksFor = (token: unknown, kind: string) => {
    try {
      const claims = Object(jsonwebtoken.verify(String(token), key, { algorithms: ['HS256'] }));
      return claims.kind === kind ? String(claims.sub) : undefined;
    } catch {
      return undefined;
    }
  };
  const pair = (sub: string) => ({ token: issue(sub, 'access', '15m'), refresh: issue(sub, 'refresh', '30d') });
  const app = express().use(express.json());
  app.post('/login', ({ body }, response) => {
    if (!knows(body?.username, body?.password)) return void response.status(401).end();
    response.json(pair(body.username));
  });
  app.post('/refresh', ({ body }, response) => {
    const name = speaksFor(body?.refresh, 'refresh');
    if (name === undefined) return void response.status(401).end();
    response.json(pair(name));
  });
  app.get('/me', ({ headers }, response) => {
    const id = speaksFor((headers.authorization ?? '').slice('Bearer '.length), 'access');
    response.status(id === undefined ? 401 : 200).json({ id });
  });
  app.post('/logout', (_, response) => void response.status(204).end());
  return app;
}

export function tokenTarget(origin: string): Target {
  return {
    ...sessionTarget(origin),
    credentials: { ...bearer, refresh: { role: 'refresh', from: 'json:refresh', in: { field: 'refresh' } } },
    refresh: { method: 'POST', path: '/refresh' },
  };
}

/**
 * A server of pages: a login form with a value against forgery, a page that names who is signed in, and one to sign out on.
 * It is sound, or careless in all that a browser could do for an attacker.
 */
export function formServer({ careless = false } = {}) {
  const app = express();
  const cookie = careless ? 'sid' : '__Host-sid';
  const kept = careless ? {} : ({ httpOnly: true, secure: true, sameSite: 'lax' } as const);
  const sessions = new Map<string, { user: string; token: string }>();
  const points = new Map<string, number>();
  const tokens = new Map<string, string>();
  const of = (request: express.Request) => sessions.get(cookieOf(request, cookie));
  app.use(express.urlencoded(), ({ headers: { origin } }, response, next) => {
    response.set('cache-control', careless ? 'max-age=60' : 'no-store');
    if (!careless) response.set('x-frame-options', 'DENY');
    if (careless && origin)
      response.set({ 'access-control-allow-origin': origin, 'access-control-allow-credentials': 'true' });
    next();
  });
  app.get('/login', (_, response) => {
    const [before, token] = [freshId(), freshId()];
    tokens.set(before, token);
    response.cookie('before', before, { sameSite: 'lax' }).send(`
      <form action="/search"><input type="hidden" name="do" value="search"><button name="go" value="1">Search</button></form>
      <form action="/enter" method="post">
        <input type="hidden" name="do" value="login"><input type="hidden" name="csrf" value="${token}">
        <input name="username"><input name="password" type="password"><button name="enter" value="1">Log in</button>
      </form>`);
  });
  app.post('/enter', (request, response) => {
    const { username, password, csrf, do: what, enter } = request.body ?? {};
    const isOurs = careless || (csrf !== undefined && tokens.get(cookieOf(request, 'before')) === csrf);
    if (what !== 'login' || enter !== '1' || !isOurs || !knows(username, password))
      return void response.status(403).end();
    const id = freshId();
    sessions.set(id, { user: username, token: freshId() });
    response.cookie(cookie, id, kept).redirect(303, '/home');
  });
  app.get('/home', (request, response) => {
    const session = of(request);
    if (!session) return void response.redirect('/login');
    response.send(`<p>Signed in as <b>${session.user}</b></p><a href="/leave">Leave</a>`);
  });
  app.get('/points', (request, response) => {
    const { user = '', token = '' } = of(request) ?? {};
    response.send(
      `<p>points: ${points.get(user) ?? 0}</p><form method="post"><input type="hidden" name="csrf" value="${token}">`,
    );
  });
  app.post('/points', (request, response) => {
    const session = of(request);
    if (!session || (!careless && request.body?.csrf !== session.token)) return void response.status(403).end();
    points.set(session.user, (points.get(session.user) ?? 0) + Number(request.body?.add ?? 1));
    response.redirect(303, '/points');
  });
  app.get('/leave', (request, response) => {
    response.send(
      `<form method="post" action="/leave"><input type="hidden" name="csrf" value="${of(request)?.token ?? ''}"><button>Leave</button></form>`,
    );
  });
  app.post('/leave', (request, response) => {
    const session = of(request);
    if (!session || (!careless && request.body?.csrf !== session.token)) return void response.status(403).end();
    sessions.delete(cookieOf(request, cookie));
    response.clearCookie(cookie, { ...kept, path: '/' }).redirect(303, '/login');
  });
  return app;
}

export const formTarget =
  (cookie: string) =>
  (origin: string): Target => ({
    ...sessionTarget(origin),
    credentials: { session: { role: 'session', in: { cookies: [cookie] } } },
    login: [
      { path: '/login', save: { csrf: 'field:csrf' } },
      {
        method: 'POST',
        path: '/enter',
        form: { do: 'login', csrf: '{{csrf}}', username: '{{username}}', password: '{{password}}', enter: '1' },
        expect: [303],
      },
    ],
    call: { path: '/home', subject: 'regex:Signed in as <b>(\\w+)<' },
    logout: [
      { path: '/leave', save: { csrf: 'field:csrf' } },
      { method: 'POST', path: '/leave', form: { csrf: '{{csrf}}' } },
    ],
    transfer: [
      { path: '/points', save: { csrf: 'field:csrf' } },
      { method: 'POST', path: '/points', form: { csrf: '{{csrf}}', add: '2' } },
    ],
    effect: { path: '/points', value: 'regex:points: (\\d+)' },
    optIn: ['writes'],
  });
