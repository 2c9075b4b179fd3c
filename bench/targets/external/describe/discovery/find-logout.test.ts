import assert from 'node:assert/strict';
import type { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { describe, it } from 'node:test';
import express from 'express';
import { openTransport } from '../../../../driver/transport.ts';
import { createRandom } from '../../../../machine/random.ts';
import { knows, listen, users } from '../../../../tools/development/development.ts';
import { type Target, TargetDescription } from '../../description.ts';
import { readTarget } from '../../external-target.ts';
import { cookieOf, freshId, sessionServer, sessionTarget } from '../../small-servers.fixture.ts';
import { triedOn } from '../../tried-on.fixture.ts';
import { dryRun } from '../dry-run.ts';
import { fromAccounts } from '../from-accounts.ts';
import { accountPages } from './account-pages.fixture.ts';
import { discoverLogin } from './discover-target.ts';
import { openExplorer } from './explorer.ts';

const { signal } = new AbortController();

type App = Parameters<typeof listen>[0];

async function discovered(app: App): Promise<Target> {
  await using started = await listen(app, sessionTarget);
  await using transport = openTransport();
  const { origin } = started.description;
  const { change } = await discoverLogin(openExplorer({ origin, users }, {}, transport, signal), {});
  return { name: 'found', origin, users, ...change };
}

async function tried(app: App, describe: (origin: string) => Target): Promise<string> {
  await using started = await listen(app, describe);
  const options = { logFolder: tmpdir(), random: createRandom(1), effort: 'smoke' as const, signal, env: {} };
  const lines: string[] = [];
  await dryRun(readTarget(TargetDescription.parse(started.description), {}), options, (line) => void lines.push(line));
  return lines.join('\n');
}

/** A renewed token, whose sign-out is a DELETE. */
function tokens(onDelete: (request: express.Request) => boolean) {
  const names = new Map<string, string>();
  const app = express().use(express.json());
  const nameOf = ({ headers }: express.Request) => names.get((headers.authorization ?? '').slice('Bearer '.length));
  app.delete('/session', (request, response) => {
    if (!onDelete(request)) return void request.socket.destroy();
    for (const [token, name] of names) if (name === nameOf(request)) names.delete(token);
    response.status(204).end();
  });
  const issue = (response: express.Response, name: string) => {
    const held = { access_token: freshId(), refresh_token: freshId() };
    for (const token of Object.values(held)) names.set(token, name);
    response.json(held);
  };
  app.post('/session', ({ body }, response) => {
    if (!knows(body?.username, body?.password)) return void response.status(401).end();
    issue(response, body.username);
  });
  app.post('/refresh', ({ body }, response) => {
    const name = names.get(body?.refresh_token);
    if (!name) return void response.status(401).end();
    names.delete(body.refresh_token);
    issue(response, name);
  });
  app.get('/me', (request, response) => {
    const name = nameOf(request);
    if (!name) return void response.status(401).end();
    response.json({ name });
  });
  return app;
}

const hasNoBody = ({ headers }: express.Request) => !Number(headers['content-length'] ?? 0);

describe('the sign-out of a login', { concurrency: 4 }, () => {
  it('is a DELETE without a body where the server closes the connection at one with a body', async () => {
    const { logout } = await discovered(tokens(hasNoBody));
    assert.deepEqual(logout, { method: 'DELETE', path: '/session', auth: ['access'] });
  });

  it('that was described as such a DELETE is not true, in words that say what can be left out', async () => {
    const said = await tried(tokens(hasNoBody), (origin) => ({
      ...{ name: 'small', origin, users, call: { path: '/me', subject: 'json:name' } },
      login: { method: 'POST', path: '/session', json: { username: '{{username}}', password: '{{password}}' } },
      credentials: {
        access: { role: 'access', from: 'json:access_token', in: { header: 'authorization', prefix: 'Bearer ' } },
        refresh: { role: 'refresh', from: 'json:refresh_token', in: { field: 'refresh_token' } },
      },
      refresh: { method: 'POST', path: '/refresh' },
      logout: { method: 'DELETE', path: '/session' },
    }));
    assert.match(
      said,
      /not true: the sign-out was not answered: the server closed the connection, UND_ERR_SOCKET\. Some servers do so at a DELETE with a body; where it needs none, say auth: \[access\] of that step/,
    );
  });

  it('is found on a server that ends a connection after each request with a body, without a word of it', async () => {
    const ended = new WeakSet<Socket>();
    const app = sessionServer((before, sessions) => {
      before.use((request, _, next) => {
        if (ended.has(request.socket)) return void request.socket.destroy();
        if (!hasNoBody(request)) ended.add(request.socket);
        next();
      });
      before.delete('/session', (request, response) => {
        sessions.delete(cookieOf(request, 'sid'));
        response.status(204).end();
      });
      before.post('/logout', (_, response) => void response.status(404).end());
    });
    await using started = await listen(app, sessionTarget);
    const { logout } = await fromAccounts({
      ...{ url: started.description.origin, name: 'small', users, env: {}, say: () => {}, signal },
      permission: { allowed: [], owned: [] },
    });
    assert.deepEqual(logout, { method: 'DELETE', path: '/session' });
  });

  it('is read from the page each time where its value is of one user alone', async () => {
    const sessions = new Map<string, string>();
    const app = express().use(express.urlencoded());
    app.get('/login', (_, response) => {
      response.send('<form method="post"><input name="user"><input type="password" name="pass"></form>');
    });
    app.post('/login', ({ body }, response) => {
      if (!knows(body?.user, body?.pass)) return void response.redirect('/login?wrong');
      const id = freshId();
      sessions.set(id, body.user);
      response.cookie('sid', id).redirect('/');
    });
    app.get('/', (request, response) => {
      const name = sessions.get(cookieOf(request, 'sid'));
      if (!name) return void response.redirect('/login');
      response.send(`<p>Hello, ${name}!</p><a href="/out?do=logout&key=${name}-1">Log out</a>`);
    });
    app.get('/out', (request, response) => {
      const sid = cookieOf(request, 'sid');
      if (request.query.key !== `${sessions.get(sid)}-1`) return void response.status(403).end();
      sessions.delete(sid);
      response.redirect('/login');
    });
    const target = await discovered(app);
    assert.equal([target.logout ?? []].flat().at(-1)?.path, '/out?do=logout&key={{nonce}}');
    const literal = (origin: string) => ({ ...target, origin, logout: { path: '/out?do=logout&key=ann-1' } });
    assert.match(await tried(app, literal), /not true: the sign-out was answered 403/);
  });
});

describe('a cookie that the call does without', () => {
  it('travels along as in a browser, since a sign-out may look up in it what it ends', async () => {
    const sessions = new Map<string, { readonly name: string; readonly second: string }>();
    const app = () => {
      const server = express().use(express.json());
      server.post('/login', ({ body }, response) => {
        if (!knows(body?.username, body?.password)) return void response.status(401).end();
        const [id, second] = [freshId(), freshId()];
        sessions.set(id, { name: body.username, second });
        response.cookie('sid', id).cookie('second', second).status(204).end();
      });
      server.get('/me', (request, response) => {
        const { name } = sessions.get(cookieOf(request, 'sid')) ?? {};
        if (!name) return void response.status(401).end();
        response.json({ name });
      });
      server.post('/logout', (request, response) => {
        for (const [id, { second }] of sessions) if (second === cookieOf(request, 'second')) sessions.delete(id);
        response.clearCookie('sid').clearCookie('second').status(204).end();
      });
      return server;
    };
    const target = await discovered(app());
    assert.deepEqual(target.keepCookies, ['second']);
    const said = await triedOn(app(), (origin) => ({ ...target, origin }), ['revocation-on-logout']);
    assert.match(said['revocation-on-logout'] ?? '', /^at once: /);
  });
});

describe('the sign-out everywhere', { concurrency: 4 }, () => {
  it('is the form that ends another sign-in of its user, too', async () => {
    const { logout, logoutAll } = await discovered(accountPages());
    assert.deepEqual(
      [logout, logoutAll].map((one) => [one ?? []].flat().at(-1)?.path),
      ['/bye', '/account/devices'],
    );
  });

  it('is none that says so and ends its own sign-in alone', async () => {
    const { logoutAll } = await discovered(accountPages({ endsOthers: false }));
    assert.equal(logoutAll, undefined);
  });

  it('of an API is tried at the usual addresses', async () => {
    const app = sessionServer((before, sessions) => {
      before.post('/logout/all', (request, response) => {
        const owner = sessions.get(cookieOf(request, 'sid'));
        for (const [id, name] of sessions) if (name === owner) sessions.delete(id);
        response.status(204).end();
      });
    });
    assert.deepEqual((await discovered(app)).logoutAll, { method: 'POST', path: '/logout/all' });
  });
});
