import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import express from 'express';
import { knows } from '../../../../tools/development/development.ts';
import { cookieOf, freshId, sessionServer } from '../../small-servers.fixture.ts';

/** Logins as applications have them; each is sound but for what its shape is. */
export const shapes = {
  'a form beside others': withSeveralForms,
  'two pages': () => twoPages(),
  'a nonce for the sign-out': nonceForSignOut,
  'an Origin that is needed': () =>
    sessionServer((app) => {
      app.use(({ method, headers }, response, next) => {
        if (method !== 'GET' && headers.origin !== `http://${headers.host}`) response.status(403).end();
        else next();
      });
    }),
  GraphQL: graphql,
  'a token in a header of its own': headerToken,
  'a sealed cookie': sealedCookie,
  Basic: basic,
  'a token that is renewed, and a cookie that nothing asks for': renewedToken,
  'the number of an account beside a session': numberBesideSession,
} as const;

/** Sessions, and a page for those who are signed in. */
function pages(sessions: Map<string, string>, signedIn: (name: string) => string) {
  const app = express().use(express.urlencoded());
  app.get('/home', (request, response) => {
    const name = sessions.get(cookieOf(request, 'sid'));
    if (!name) return void response.redirect('/login');
    response.send(signedIn(name));
  });
  return app;
}

function open(sessions: Map<string, string>, response: express.Response, name: string): void {
  const id = freshId();
  sessions.set(id, name);
  response.cookie('sid', id).redirect('/home');
}

const search =
  '<form action="/search"><input type="hidden" name="do" value="search"><input name="q"><button name="go">Go</button></form>';

function withSeveralForms() {
  const sessions = new Map<string, string>();
  const tokens = new Set<string>();
  const app = pages(
    sessions,
    (name) =>
      `${search}<p>Signed in as <b>${name}</b></p><form method="post" action="/logout"><button>Sign out</button></form>`,
  );
  app.get('/login', (_, response) => {
    const token = `${freshId()}"&`;
    tokens.add(token);
    response.cookie('testcookie', '1').send(`${search}<form method="post" action="/enter" novalidate>
      <input type="hidden" value="login"name="do"><input value="${token.replaceAll('&', '&amp;').replaceAll('"', '&quot;')}" name="_csrf" type="hidden">
      <input name="mail" type="email"><input type="password" name="pw"><input type="checkbox" name="spy" value="yes">
      <button name="act" value="in">Sign in</button><button name="act" value="forgot">Forgot</button></form>`);
  });
  app.post('/enter', (request, response) => {
    const { do: what, _csrf, mail, pw, spy, act, q, go } = request.body ?? {};
    const isRight =
      what === 'login' && tokens.delete(_csrf) && !spy && act === 'in' && q === undefined && go === undefined;
    if (!isRight || !knows(mail, pw)) return void response.redirect('/login?error=1');
    open(sessions, response, mail);
  });
  app.post('/logout', (request, response) => {
    sessions.delete(cookieOf(request, 'sid'));
    response.redirect('/login');
  });
  return app;
}

/** @param looks whether forms of other pages are refused, by their Origin */
export function twoPages({ looks = false } = {}) {
  const sessions = new Map<string, string>();
  const pending = new Map<string, string>();
  const app = pages(sessions, (name) => `<p>Hello ${name}!</p><a href="/logout">Log out</a>`);
  app.post('/login{/password}', ({ headers: { origin, host } }, response, next) => {
    if (looks && origin !== `http://${host}`) response.status(403).end();
    else next();
  });
  app.get(
    '/login',
    (_, response) =>
      void response.send('<form method="post" action="/login"><input name="identifier"><button>Next</button></form>'),
  );
  app.post('/login', ({ body }, response) => {
    const flow = freshId();
    pending.set(flow, body?.identifier);
    response.cookie('flow', flow).redirect('/login/password');
  });
  app.get(
    '/login/password',
    (_, response) =>
      void response.send('<form method="post" action="/login/password"><input type="password" name="password"></form>'),
  );
  app.post('/login/password', (request, response) => {
    const name = pending.get(cookieOf(request, 'flow'));
    if (!knows(name, request.body?.password)) return void response.redirect('/login');
    open(sessions, response, String(name));
  });
  app.get('/logout', (request, response) => {
    sessions.delete(cookieOf(request, 'sid'));
    response.redirect('/login');
  });
  return app;
}

function nonceForSignOut() {
  const sessions = new Map<string, string>();
  const nonces = new Map<string, string>();
  const app = pages(sessions, (name) => {
    const nonce = freshId();
    nonces.set(nonce, name);
    return `<span class="user">${name}</span><a href="/out?action=logout&amp;_nonce=${nonce}">Log Out</a>`;
  });
  app.get(
    '/login',
    (_, response) =>
      void response.send('<form method="post"><input name="log"><input type="password" name="pwd"></form>'),
  );
  app.post('/login', ({ body }, response) => {
    if (!knows(body?.log, body?.pwd))
      return void response.send('<form method="post"><input name="log"><input type="password" name="pwd"></form>');
    open(sessions, response, body.log);
  });
  app.get('/out', (request, response) => {
    const sid = cookieOf(request, 'sid');
    if (nonces.get(String(request.query._nonce)) !== sessions.get(sid))
      return void response.status(403).send('Are you sure?');
    sessions.delete(sid);
    response.redirect('/login');
  });
  return app;
}

function graphql() {
  const tokens = new Map<string, string>();
  const field = (name: string, args: readonly string[], type: unknown) => ({
    name,
    args: args.map((one) => ({ name: one })),
    type,
  });
  const object = (...names: string[]) => ({
    name: 'T',
    kind: 'OBJECT',
    fields: names.map((name) => ({ name, type: { name: 'String' } })),
  });
  const schema = {
    mutationType: {
      fields: [field('signIn', ['email', 'password'], object('token')), field('signOut', [], { name: 'Boolean' })],
    },
    queryType: { fields: [field('viewer', [], object('id', 'handle'))] },
  };
  return express()
    .use(express.json())
    .post('/graphql', ({ body, headers }, response) => {
      const { query = '', variables = {} } = body ?? {};
      if (query.includes('__schema')) return void response.json({ data: { __schema: schema } });
      if (query.includes('signIn')) {
        const { u, p } = variables;
        if (!knows(u, p)) return void response.json({ errors: [{ message: 'no' }], data: { signIn: null } });
        const token = freshId();
        tokens.set(token, u);
        return void response.json({ data: { signIn: { token } } });
      }
      const name = tokens.get((headers.authorization ?? '').slice('Bearer '.length));
      response.json({ data: { viewer: name ? { id: `id-${name}`, handle: name } : null } });
    });
}

function headerToken() {
  const tokens = new Map<string, string>();
  const app = express().use(express.json());
  app.post('/api/login', ({ body }, response) => {
    if (!knows(body?.email, body?.password)) return void response.status(422).json({ error: 'email' });
    const token = freshId();
    tokens.set(token, body.email);
    response.set('X-Auth-Token', token).json({ welcome: true });
  });
  app.get('/api/me', ({ headers }, response) => {
    const name = tokens.get(String(headers['x-auth-token']));
    response.json({ name: name ?? 'guest' });
  });
  app.post('/api/logout', ({ headers }, response) => {
    tokens.delete(String(headers['x-auth-token']));
    response.status(204).end();
  });
  return app;
}

function sealedCookie() {
  const key = randomBytes(32);
  const seal = (text: string) => {
    const iv = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', key, iv);
    const sealed = Buffer.concat([cipher.update(text), cipher.final()]);
    return [iv, sealed, cipher.getAuthTag()].map((part) => part.toString('base64url')).join('.');
  };
  const opened = (value: string): string | undefined => {
    try {
      const [iv, sealed, tag] = value.split('.').map((part) => Buffer.from(part, 'base64url')) as [
        Buffer,
        Buffer,
        Buffer,
      ];
      const decipher = createDecipheriv('aes-256-gcm', key, iv).setAuthTag(tag);
      return Buffer.concat([decipher.update(sealed), decipher.final()]).toString();
    } catch {
      return undefined;
    }
  };
  const app = express().use(express.json());
  app.post('/session', ({ body }, response) => {
    if (!knows(body?.username, body?.password)) return void response.status(401).end();
    response.cookie('app', seal(body.username)).status(204).end();
  });
  app.get('/session', (request, response) => {
    const name = opened(cookieOf(request, 'app'));
    if (!name) return void response.status(401).end();
    response.json({ user: { name } });
  });
  app.delete('/session', (_, response) => void response.clearCookie('app').status(204).end());
  return app;
}

function basic() {
  return express().use(({ headers }, response) => {
    const [name = '', password] = Buffer.from((headers.authorization ?? '').slice('Basic '.length), 'base64')
      .toString()
      .split(':');
    if (knows(name, password)) response.json({ user: name });
    else response.status(401).set('WWW-Authenticate', 'Basic realm="app"').end();
  });
}

function numberBesideSession() {
  const sessions = new Map<string, string>();
  const app = express().use(express.json());
  const numberOf = (name: string) => String(name.charCodeAt(0));
  app.post('/login', ({ body }, response) => {
    if (!knows(body?.username, body?.password)) return void response.status(401).end();
    const id = freshId();
    sessions.set(id, body.username);
    response.cookie('sid', id).cookie('uid', numberOf(body.username)).cookie('name', body.username).status(204).end();
  });
  app.get('/me', (request, response) => {
    const name = sessions.get(cookieOf(request, 'sid'));
    if (!name || cookieOf(request, 'uid') !== numberOf(name)) return void response.status(401).end();
    response.json({ name });
  });
  app.post('/logout', (request, response) => {
    sessions.delete(cookieOf(request, 'sid'));
    response.status(204).end();
  });
  return app;
}

function renewedToken() {
  const access = new Map<string, string>();
  const refresh = new Map<string, string>();
  const app = express().use(express.json());
  const issue = (response: express.Response, name: string) => {
    const tokens = { access_token: freshId(), refresh_token: freshId() };
    access.set(tokens.access_token, name);
    refresh.set(tokens.refresh_token, name);
    response.cookie('csrftoken', freshId()).json(tokens);
  };
  app.post('/auth/login', ({ body }, response) => {
    if (!knows(body?.username, body?.password)) return void response.status(401).end();
    issue(response, body.username);
  });
  app.post('/auth/refresh', ({ body }, response) => {
    const name = refresh.get(body?.refresh_token);
    if (!name) return void response.status(401).end();
    refresh.delete(body?.refresh_token);
    issue(response, name);
  });
  app.get('/auth/me', ({ headers }, response) => {
    const name = access.get((headers.authorization ?? '').slice('Bearer '.length));
    if (!name) return void response.status(401).end();
    response.json({ sub: name });
  });
  app.post('/auth/logout', ({ headers }, response) => {
    access.delete((headers.authorization ?? '').slice('Bearer '.length));
    response.status(204).end();
  });
  return app;
}
