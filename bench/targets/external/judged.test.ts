import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { describe, it } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import express from 'express';
import { jsonLogin, knows, people } from '../../tools/development/development.ts';
import type { Target } from './description.ts';
import { cookieOf, freshId, sessionServer, sessionTarget, tokenServer, tokenTarget } from './small-servers.fixture.ts';
import { triedOn } from './tried-on.fixture.ts';

/** Each server is one on which a finding was false, or missing. */
describe('what is said of a server of which the truth is known', { concurrency: 4 }, () => {
  it('finds no cache leak where a login takes several steps and its answer says nothing of caches', async () => {
    const tokens = new Set<string>();
    const app = sessionServer((app) => {
      app.get('/csrf', (_, response) => {
        const token = freshId();
        tokens.add(token);
        response.json({ csrf: token });
      });
      app.post('/login', (request, response, next) =>
        tokens.has(String(request.headers['x-csrf'])) ? next() : response.status(403).end(),
      );
    });
    const describe = (origin: string): Target => ({
      ...sessionTarget(origin),
      login: [
        { path: '/csrf', save: { csrf: 'csrf' } },
        { ...jsonLogin, headers: { 'x-csrf': '{{csrf}}' } },
      ],
    });
    assert.match((await triedOn(app, describe, ['cache-leak']))['cache-leak'] ?? '', /^blocked: 0 of 17/);
  });

  it('finds no cache leak where an answer that no cache keeps, or plumbing alone, repeats the Host', async () => {
    const app = sessionServer((app) => {
      app.use(({ headers, path }, response, next) => {
        response.set('x-served-for', headers.host);
        if (path === '/me') response.set({ 'cache-control': 'private', location: `http://${headers.host}/` });
        next();
      });
    });
    assert.match((await triedOn(app, sessionTarget, ['cache-leak']))['cache-leak'] ?? '', /^blocked/);
  });

  it('finds the cache leak of a call with a query, whose path can be made to look like a file', async () => {
    const app = sessionServer((app) => {
      app.get('/me/x.css', (request, _, next) => {
        request.url = request.url.replace('/x.css', '');
        next();
      });
    });
    const describe = (origin: string): Target => ({
      ...sessionTarget(origin),
      call: { path: '/me?v=2', subject: 'id' },
    });
    const { 'cache-leak': said = '' } = await triedOn(app, describe, ['cache-leak']);
    assert.match(said, /^succeeded: 1 of 17 .*GET \/me\/x\.css\?v=2: the answer to the victim/);
  });

  it('takes X-Frame-Options for a protection from frames where no policy speaks of them', async () => {
    const app = sessionServer((app) => {
      app.use((_, response, next) => {
        response.set('X-Frame-Options', 'DENY');
        next();
      });
    });
    const { 'answer-headers': said = '' } = await triedOn(app, sessionTarget, ['answer-headers']);
    assert.match(said, /^succeeded/);
    // a body that cannot be read is answered before that header is set
    assert.match(said, /; may be framed \(malformed body\)$/);
  });

  it('calls it no fixation where the planted sign-in goes on for the attacker alone', async () => {
    const said = await triedOn(sessionServer(), sessionTarget, ['fixation', 'session-fixation']);
    assert.match(said['session-fixation'] ?? '', /^blocked: .*still good, for the attacker alone: own$/);
    assert.match(said.fixation ?? '', /^given: none; chosen: replaced; again: kept/);
  });

  it('judges the login of an app that shows none to whoever is signed in', async () => {
    const app = sessionServer((app, sessions) => {
      app.get('/login', (request, response) => {
        if (sessions.has(cookieOf(request, 'sid'))) response.redirect('/me');
        else
          response.send(`<form method="post"><input name="csrf" value="${freshId()}"><input type="password"></form>`);
      });
    });
    const describe = (origin: string): Target => ({
      ...sessionTarget(origin),
      login: [{ path: '/login', save: { csrf: 'field:csrf' } }, jsonLogin],
    });
    const said = await triedOn(app, describe, ['fixation', 'session-fixation']);
    assert.match(said.fixation ?? '', /^given: none; chosen: replaced; again: no-login/);
    assert.match(said['session-fixation'] ?? '', /^blocked: none of 2 .*; whoever is signed in is shown no login$/);
  });

  it('carries every cookie through the probe of a login that needs one from before', async () => {
    const said = await triedOn(withTwoCookies(), twoCookies, ['fixation', 'session-fixation']);
    assert.match(said.fixation ?? '', /^given: replaced; chosen: replaced; again: kept/);
    assert.match(said['session-fixation'] ?? '', /^blocked/);
  });

  it('counts one successor where of many the last one alone works', async () => {
    const ids = ['concurrent-refresh', 'refresh-double-spend'];
    const said = await triedOn(tokenServer({ rotation: 'over' }), tokenTarget, ids);
    assert.match(said['concurrent-refresh'] ?? '', /^one successor/);
    assert.match(said['refresh-double-spend'] ?? '', /^blocked/);
  });

  it('redeems successors with the cookie that a renewal asks for and does not hand out again', async () => {
    const live = new Map<string, string>();
    const app = express().use(express.json());
    const issue = (response: express.Response, name: string) => {
      const refresh = freshId();
      live.set(refresh, name);
      response.json({ token: name + freshId(), refresh });
    };
    app.post('/login', ({ body }, response) => {
      if (!knows(body?.username, body?.password)) return void response.status(401).end();
      issue(response.cookie('csrf', freshId()), body.username);
    });
    app.post('/refresh', async (request, response) => {
      const csrf = cookieOf(request, 'csrf');
      const name = live.get(request.body?.refresh);
      if (!name || csrf === '' || request.headers['x-csrf'] !== csrf) return void response.status(403).end();
      // asks, and marks a little later
      await delay(50);
      live.delete(request.body.refresh);
      issue(response, name);
    });
    app.post('/logout', ({ body }, response) => {
      live.delete(body?.refresh);
      response.status(204).end();
    });
    app.get('/me', ({ headers }, response) => {
      const id = /^Bearer (ann|bob)/.exec(headers.authorization ?? '')?.[1];
      response.status(id === undefined ? 401 : 200).json({ id });
    });
    const describe = (origin: string): Target => {
      return {
        ...tokenTarget(origin),
        keepCookies: ['csrf'],
        refresh: { method: 'POST', path: '/refresh', headers: { 'x-csrf': '{{cookie.csrf}}' } },
      };
    };
    const said = await triedOn(app, describe, ['concurrent-refresh', 'refresh-double-spend', 'logout-resurrection']);
    assert.match(said['concurrent-refresh'] ?? '', /^forks/);
    assert.match(said['logout-resurrection'] ?? '', /^succeeded/);
    assert.match(said['refresh-double-spend'] ?? '', /^succeeded/);
  });

  it('asks nothing of a rotation where renewals leave the refresh token as it is', async () => {
    const rotating = ['concurrent-refresh', 'reuse-reaction', 'refresh-benign-race', 'refresh-ancestor-replay'];
    const said = await triedOn(tokenServer({ rotation: 'none' }), tokenTarget, ['rotation', ...rotating]);
    assert.match(said.rotation ?? '', /^never/);
    for (const id of rotating) assert.match(said[id] ?? '', /^not-applicable/, id);
  });

  it('lets nothing come back to life that a logout never ended', async () => {
    const app = tokenServer({ rotation: 'none', endsAtLogout: false, slowMs: 20 });
    const describe = (origin: string): Target => ({ ...tokenTarget(origin), slowWrite: { path: '/me' } });
    const { 'logout-resurrection': said } = await triedOn(app, describe, ['logout-resurrection']);
    assert.equal(said, 'inconclusive: the logout did not end the sign-in in the first place');
  });

  it('names the cookie that lacks an attribute, and not the half of a pair that scripts must read', async () => {
    const app = sessionServer((app) => {
      const safe = { secure: true, sameSite: 'lax' } as const;
      app.post('/login', (_, response, next) => {
        response.cookie('csrf', freshId(), safe);
        next();
      });
      app.get('/me', (request, response, next) => (cookieOf(request, 'csrf') ? next() : response.status(403).end()));
    });
    const describe = (origin: string): Target => ({
      ...sessionTarget(origin),
      credentials: { session: { role: 'session', in: { cookies: ['sid', 'csrf'] } } },
      logout: { method: 'POST', path: '/logout', headers: { 'x-csrf': '{{cookie.csrf}}' } },
    });
    const { 'cookie-flags': said = '' } = await triedOn(app, describe, ['cookie-flags']);
    assert.match(said, /: csrf is set without a name prefix; sid is set without Secure, HttpOnly/);
  });

  it('tries nothing at another instance of a target that is one', async () => {
    const { 'cross-instance-replay': said = '' } = await triedOn(sessionServer(), sessionTarget, [
      'cross-instance-replay',
    ]);
    assert.match(said, /^not-run: it is about what several instances know of each other/);
  });

  it('finds the token that is taken from an address', async () => {
    const front = express().use((request, _, next) => {
      const { access_token } = request.query;
      if (access_token) request.headers.authorization = `Bearer ${access_token}`;
      next();
    });
    const said = await triedOn(front.use(tokenServer({ rotation: 'none' })), tokenTarget, ['credential-in-url']);
    assert.match(said['credential-in-url'] ?? '', /^succeeded: 1 of \d+ .*query: the identity of the victim/);
  });

  it('finds a credential that can be written anew, wherever it names the account, and none where it is vouched for', async () => {
    const encoded = (name: string) => `${Buffer.from(name).toString('base64')}|0|${freshId()}`;
    const nameIn = (text: string) => Buffer.from(decodeURIComponent(text).split('|')[0] ?? '', 'base64').toString();
    const tag = (text: string) => createHmac('sha256', 'key').update(text).digest('base64url');
    const signed = (name: string) => `${encoded(name)}|${tag(name)}`;
    const kinds: (string | undefined)[] = [];
    const asked = async (write: (name: string) => string, read: (text: string) => string | undefined) => {
      const app = readableServer(write, read);
      const said = await triedOn(app, sessionTarget, ['credential-forgery', 'credential-kind']);
      kinds.push(said['credential-kind']?.split(':')[1]?.trim());
      return said['credential-forgery'];
    };
    assert.equal(
      await asked(encoded, nameIn),
      'succeeded: 4 of 4 credentials that name the victim (in sid) succeeded (first: sid with the name of the victim: the identity of the victim)',
    );
    const verified = (text: string) =>
      decodeURIComponent(text).endsWith(tag(nameIn(text))) ? nameIn(text) : undefined;
    assert.equal(await asked(signed, verified), 'blocked: 0 of 4 credentials that name the victim (in sid) succeeded');
    // an object that looks as if nobody vouched for it, which the server has by heart
    const issued = new Set<string>();
    const object = (name: string) => {
      const made = Buffer.from(JSON.stringify({ user: name, at: issued.size })).toString('base64url');
      issued.add(made);
      return made;
    };
    const known = (text: string) =>
      issued.has(text) ? JSON.parse(Buffer.from(text, 'base64url').toString()).user : undefined;
    assert.match((await asked(object, known)) ?? '', /^blocked: 0 of \d+ credentials/);
    assert.deepEqual(kinds, ['readable', 'readable and vouched for', 'readable and vouched for']);
  });

  it('tells apart nobody and somebody by the words of a page, and not by what is new on it each time', async () => {
    const pages = (known: string, unknown: string) =>
      sessionServer((app) => {
        app.post('/login', ({ body }, response, next) => {
          if (knows(body.username, body.password)) return void next();
          const words = Object.hasOwn(people, body.username) ? known : unknown;
          response.send(
            `<p>${words}</p><input name="u" value="${body.username}"><input value="${freshId()}"><p>Try ${freshId()}1`,
          );
        });
      });
    const asked = async (known: string, unknown: string) =>
      (await triedOn(pages(known, unknown), sessionTarget, ['error-oracle']))['error-oracle'] ?? '';
    assert.match(await asked('Wrong name or password', 'Wrong name or password'), /^blocked: /);
    assert.equal(
      await asked('Wrong password', 'Who is that?'),
      'succeeded: the answers tell apart: wrong password and unknown user',
    );
  });

  it('reads on the page behind a redirect why a login was refused', async () => {
    const flashing = (words: (name: string) => string) => {
      const said = new Map<string, string>();
      return sessionServer((app) => {
        app.post('/login', ({ body }, response, next) => {
          if (knows(body.username, body.password)) return void next();
          const id = freshId();
          said.set(id, words(body.username));
          response.cookie('flash', id).redirect('/login');
        });
        app.get('/login', (request, response) => {
          response.send(`<p>${said.get(cookieOf(request, 'flash')) ?? ''}</p><input type="password">`);
        });
      });
    };
    const asked = async (words: (name: string) => string) =>
      (await triedOn(flashing(words), sessionTarget, ['error-oracle']))['error-oracle'] ?? '';
    assert.match(await asked(() => 'Wrong name or password'), /^blocked: /);
    const telling = (name: string) => (Object.hasOwn(people, name) ? 'Password incorrect' : 'Not registered');
    assert.match(await asked(telling), /^succeeded: the answers tell apart: wrong password and unknown user$/);
  });

  it('finds the name of another account that is believed, and changes nothing to find it', async () => {
    const asked: string[] = [];
    const believing = sessionServer((app) => {
      app.use(({ method, path }, _, next) => {
        asked.push(`${method} ${path}`);
        next();
      });
      app.get('/me', (request, response, next) => {
        const name = request.headers['x-forwarded-user'];
        return name ? void response.json({ id: name }) : next();
      });
    });
    const ids = ['missing-authorization'];
    assert.match(
      (await triedOn(believing, sessionTarget, ids))[ids[0]!] ?? '',
      /^succeeded: me was done for user for another/,
    );
    assert.match((await triedOn(sessionServer(), sessionTarget, ids))[ids[0]!] ?? '', /^blocked: 0 of \d+ requests/);
    assert.deepEqual([...new Set(asked)].filter((one) => !/^(GET|HEAD) /.test(one)).sort(), [
      'POST /login',
      'POST /logout',
    ]);
  });

  it('holds no short value, such as the number of an account, for a credential in an address', async () => {
    const app = sessionServer((app) => {
      app.post('/login', ({ body }, response, next) => {
        if (knows(body.username, body.password)) response.cookie('number', '1').set('location', '/u/1?page=1');
        next();
      });
    });
    const describe = (origin: string): Target => ({
      ...sessionTarget(origin),
      credentials: { session: { role: 'session', in: { cookies: ['sid', 'number'] } } },
    });
    const front = express().use((request, response, next) => {
      if (request.path === '/me' && !cookieOf(request, 'number')) return void response.status(401).end();
      app(request, response, next);
    });
    const said = await triedOn(front, describe, ['credential-in-url', 'fixation', 'replay-after-logout']);
    assert.match(said['credential-in-url'] ?? '', /^blocked/);
  });

  it('watches the end of a sign-in without a lifetime, once it was seen that it comes at once', async () => {
    const said = await triedOn(sessionServer(), sessionTarget, ['revocation-on-logout', 'replay-after-logout']);
    assert.match(said['replay-after-logout'] ?? '', /^blocked: the first request with the copy/);
  });

  it('calls it a window where an end takes as long as its owner says', async () => {
    const app = sessionServer((app, sessions) => {
      app.post('/logout', (request, response) => {
        setTimeout(() => sessions.delete(cookieOf(request, 'sid')), 1_100);
        response.clearCookie('sid').status(204).end();
      });
    });
    const describe = (origin: string): Target => ({
      ...sessionTarget(origin),
      expect: { revokesOnLogout: { withinMs: 5_000 } },
      ttlMs: { session: 20_000, absolute: 20_000 },
    });
    const { 'replay-after-logout': said = '' } = await triedOn(app, describe, [
      'revocation-on-logout',
      'replay-after-logout',
    ]);
    assert.match(said, /^window: the copy worked for \d+ ms after the logout, of 5000 ms allowed$/);
  });

  it('judges a fixation by the logins that were not refused, and keeps what a login does not replace', async () => {
    // the browser's cookie stays, and whoever comes with a number of somebody else is sent away
    const app = sessionServer((app) => {
      app.post('/login', (request, response, next) => {
        if (cookieOf(request, 'who') === 'bob') return void response.status(403).end();
        if (knows(request.body.username, request.body.password)) response.cookie('who', request.body.username);
        next();
      });
    });
    const describe = (origin: string): Target => ({
      ...sessionTarget(origin),
      credentials: { session: { role: 'session', in: { cookies: ['sid', 'who'] } } },
    });
    const front = express().use((request, response, next) => {
      if (request.path === '/me' && !cookieOf(request, 'who')) return void response.status(401).end();
      app(request, response, next);
    });
    const said = await triedOn(front, describe, ['session-fixation']);
    assert.match(
      said['session-fixation'] ?? '',
      /^blocked: none of 1 planted cookies \(invented\) spoke for the victim after the login.*; over ended, own the login was refused$/,
    );
  });
});

/** A cookie for the browser from before, and one for the sign-in: a call needs both. */
function withTwoCookies() {
  const browsers = new Set<string>();
  const signIns = new Map<string, string>();
  const app = express().use(express.json());
  app.get('/login', (_, response) => {
    const id = freshId();
    browsers.add(id);
    response.cookie('sid', id).send('page');
  });
  app.post('/login', (request, response) => {
    if (!browsers.has(cookieOf(request, 'sid'))) return void response.status(400).end();
    const { username, password } = request.body;
    if (!knows(username, password)) return void response.status(401).end();
    const id = freshId();
    signIns.set(id, username);
    response.cookie('auth', id).json({});
  });
  app.get('/me', (request, response) => {
    const name = browsers.has(cookieOf(request, 'sid')) && signIns.get(cookieOf(request, 'auth'));
    if (!name) return void response.status(401).end();
    response.json({ id: name });
  });
  return app;
}

function twoCookies(origin: string): Target {
  const { logout: _, ...target } = sessionTarget(origin);
  return {
    ...target,
    credentials: { session: { role: 'session', in: { cookies: ['sid', 'auth'] } } },
    login: [{ path: '/login' }, jsonLogin],
  };
}

/** A server whose cookie says who holds it. */
function readableServer(write: (name: string) => string, read: (text: string) => string | undefined) {
  return sessionServer((app) => {
    app.post('/login', ({ body }, response) => {
      if (!knows(body.username, body.password)) return void response.status(401).end();
      response.cookie('sid', write(body.username)).json({ ok: true });
    });
    app.get('/me', (request, response) => {
      const name = read(cookieOf(request, 'sid'));
      if (!name) return void response.status(401).end();
      response.json({ id: name });
    });
  });
}
