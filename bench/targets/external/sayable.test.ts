import assert from 'node:assert/strict';
import { tmpdir } from 'node:os';
import { describe, it } from 'node:test';
import express from 'express';
import { totpAt } from '../../driver/totp.ts';
import { createRandom } from '../../machine/random.ts';
import { jsonLogin, knows, listen, users } from '../../tools/development/development.ts';
import { dryRun } from './describe/dry-run.ts';
import { type Target, TargetDescription } from './description.ts';
import { readTarget } from './external-target.ts';
import { cookieOf, freshId, sessionServer, sessionTarget } from './small-servers.fixture.ts';
import { triedOn } from './tried-on.fixture.ts';

/** Whether the dry run of a description comes to its end, and all that it says. */
async function dryly(app: express.Express, change: Partial<Target>, env: Record<string, string> = {}) {
  await using started = await listen(app, sessionTarget);
  const known = readTarget(TargetDescription.parse({ ...started.description, ...change }), env);
  const { signal } = new AbortController();
  const options = { logFolder: tmpdir(), random: createRandom(1), effort: 'smoke' as const, signal, env };
  const lines: string[] = [];
  const isTrue = await dryRun(known, options, (line) => void lines.push(line));
  return { isTrue, said: lines.join('\n') };
}

/** Refuses what lacks it. */
function demanding(isGood: (request: express.Request) => boolean, paths: readonly string[]) {
  return sessionServer((app) => {
    app.use((request, response, next) => {
      if (paths.includes(request.path) && request.method !== 'GET' && !isGood(request)) response.status(403).end();
      else next();
    });
  });
}

describe('a description says', () => {
  it('credentials that nobody hands out, and any method', async () => {
    const app = express().use((request, response) => {
      const [, encoded = ''] = /^Basic (.+)$/.exec(request.headers.authorization ?? '') ?? [];
      const [name, password] = Buffer.from(encoded, 'base64').toString().split(':');
      if (request.method !== 'PROPFIND' || !knows(name, password)) return void response.status(401).end();
      response.status(207).send(`<d:displayname>${name}</d:displayname>`);
    });
    const call = { method: 'PROPFIND', path: '/files', expect: [207] } as const;
    const { isTrue, said } = await dryly(app, {
      credentials: { basic: { role: 'session', value: 'Basic {{basic}}', in: { header: 'authorization' } } },
      login: { ...call, expect: [207], headers: { authorization: 'Basic {{basic}}' } },
      call: { ...call, expect: [207], subject: 'regex:<d:displayname>(\\w+)<' },
      logout: undefined,
    } as unknown as Partial<Target>);
    assert.ok(isTrue, said);
  });

  it('HTTP Basic at the login, beside a body there and at every call', async () => {
    const app = express().use(express.json(), ({ headers, body, method }, response) => {
      const [name, password] = Buffer.from(headers.authorization?.slice(6) ?? '', 'base64')
        .toString()
        .split(':');
      if (method !== 'POST' || body?.device !== 'desk' || !knows(name, password)) response.status(401).end();
      else response.json({ id: name, asked: body.asks });
    });
    const basic = { role: 'session', value: 'Basic {{basic}}', in: { header: 'authorization' } };
    const described = (device: string, asks: string) =>
      ({
        credentials: { basic },
        login: { ...jsonLogin, json: { device }, headers: { authorization: 'Basic {{basic}}' } },
        call: { method: 'POST', path: '/rpc', json: { device, asks }, subject: 'json:id' },
        logout: undefined,
      }) as unknown as Partial<Target>;
    const { isTrue, said } = await dryly(app, described('desk', 'whoami'));
    assert.ok(isTrue, said);
    assert.match(said, /POST \/rpc \{"device":"desk","asks":"whoami"\}, with authorization/);
    assert.doesNotMatch(said, /horse|YW5u/);
    assert.equal((await dryly(app, described('phone', 'whoami'))).isTrue, false);
  });

  it('headers that every request has', async () => {
    const app = demanding(({ headers }) => headers['x-app'] === 'shop', ['/login', '/logout']);
    assert.equal((await dryly(app, {})).isTrue, false);
    assert.ok((await dryly(app, { headers: { 'x-app': 'shop' } })).isTrue);
  });

  it('a secret of the client, which the environment has and nobody is shown', async () => {
    const app = demanding(({ body }) => body.client_secret === 'hush-hush-1', ['/login']);
    const login = { ...jsonLogin, json: { ...jsonLogin.json, client_secret: '{{env.SHOP_SECRET}}' } };
    assert.throws(
      () => readTarget(TargetDescription.parse({ ...sessionTarget('http://127.0.0.1:1'), login }), {}),
      /SHOP_SECRET/,
    );
    const { isTrue, said } = await dryly(app, { login }, { SHOP_SECRET: 'hush-hush-1' });
    assert.ok(isTrue, said);
    assert.doesNotMatch(said, /hush/);
  });

  it('the code of an authenticator app, and whatever else a user knows', async () => {
    const secret = 'JBSWY3DPEHPK3PXP';
    const app = demanding(
      ({ body }) => [totpAt(secret), totpAt(secret, Date.now() - 5_000)].includes(body.otp) && body.team === 'red',
      ['/login'],
    );
    const login = { ...jsonLogin, json: { ...jsonLogin.json, otp: '{{totp}}', team: '{{team}}' } };
    const known = { totp: { env: 'OTP' }, more: { team: 'red' } };
    const all = { ann: { ...users.ann, ...known }, bob: { ...users.bob, ...known } } as unknown as Target['users'];
    const { isTrue, said } = await dryly(app, { login, users: all }, { OTP: secret });
    assert.ok(isTrue, said);
    assert.doesNotMatch(said, new RegExp(secret));
  });

  it('a cookie without its percent signs as a header, and a sign-out of several steps', async () => {
    const nonces = new Set<string>();
    const app = sessionServer((app) => {
      app.get('/start', (_, response) => void response.cookie('XSRF-TOKEN', 'x==').end());
      app.post('/login', (request, response, next) =>
        request.headers['x-xsrf-token'] === 'x==' ? next() : response.status(419).end(),
      );
      app.get('/settings', (request, response) => {
        const nonce = cookieOf(request, 'sid') ? freshId() : 'none';
        nonces.add(nonce);
        response.send(
          `<form action=/search><input name=q></form><form action=/logout><input name=nonce value=${nonce}></form>`,
        );
      });
      app.post('/logout', (request, response, next) =>
        nonces.delete(request.body?.nonce) && request.body.nonce !== 'none'
          ? next()
          : response.json({ error: 'nonce' }),
      );
    });
    const { isTrue, said } = await dryly(app, {
      login: [
        { path: '/start', save: { xsrf: 'cookie-decoded:XSRF-TOKEN' } },
        { ...jsonLogin, headers: { 'x-xsrf-token': '{{xsrf}}' } },
      ],
      logout: [
        { path: '/settings', save: { nonce: 'field:nonce' } },
        { method: 'POST', path: '/logout', form: { nonce: '{{nonce}}' } },
      ],
    });
    assert.ok(isTrue, said);
  });

  it('that one session holds several accounts on purpose, which then is no fault', async () => {
    const app = sessionServer((app, sessions) => {
      app.post('/login', (request, response, next) => {
        const sid = cookieOf(request, 'sid');
        const { username, password } = request.body;
        if (!sessions.has(sid) || !knows(username, password)) return next();
        sessions.set(sid, username);
        response.cookie('sid', sid).json({ ok: true });
      });
    });
    const ids = ['fixation', 'session-fixation'];
    const describe = (expect: Target['expect']) => (origin: string) => ({ ...sessionTarget(origin), expect });
    const [plain, shared] = [
      await triedOn(app, describe({}), ids),
      await triedOn(app, describe({ severalUsers: true }), ids),
    ];
    assert.match(plain['session-fixation'] ?? '', /^succeeded/);
    assert.match(shared['session-fixation'] ?? '', /^blocked/);
  });
});
