import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import type { Development } from '../../tools/development/development.ts';
import { people } from '../../tools/development/development.ts';
import { careful, expressSession } from '../../tools/development/express-session.ts';
import { fastifyJwt } from '../../tools/development/fastify-jwt.ts';
import { koaPassport } from '../../tools/development/koa-passport.ts';

const entry = fileURLToPath(new URL('../main.js', import.meta.url));
const env = { ANN: 'ann', ANN_PASSWORD: people.ann, BOB: 'bob', BOB_PASSWORD: people.bob };
const users = {
  one: { username: { env: 'ANN' }, password: { env: 'ANN_PASSWORD' } },
  other: { username: { env: 'BOB' }, password: { env: 'BOB_PASSWORD' } },
};

let folder = '';
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'authbench-init-target-'));
});
after(() => rm(folder, { recursive: true, force: true }));

async function initTarget(
  answers: readonly string[],
  ...args: string[]
): Promise<{ code: number; out: string; err: string }> {
  const child = spawn(process.execPath, [entry, 'init-target', ...args], {
    cwd: folder,
    env: { ...process.env, ...env },
  });
  child.stdin.end(answers.join('\n'));
  const [out, err, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')]);
  return { code, out, err };
}

/** What is written of a server after these answers, but for its origin; and all that was said meanwhile. */
async function written(development: Development, name: string, answers: readonly string[]) {
  await using started = await development.start();
  const { origin } = started.description;
  const { code, out, err } = await initTarget([origin, 'ANN ANN_PASSWORD', 'BOB BOB_PASSWORD', ...answers, name]);
  assert.deepEqual([code, out], [0, `${name}.target.yaml\n`], err);
  const file = await readFile(join(folder, `${name}.target.yaml`), 'utf8');
  for (const secret of Object.values(people))
    assert.ok(!`${file}${err}`.includes(secret), 'no password is shown or written');
  const { origin: seen, ...rest } = parse(file);
  assert.equal(seen, origin);
  return { description: rest, err };
}

describe('init-target', () => {
  it('describes a server of sessions, and takes what it proposes for an empty answer', async () => {
    const { description, err } = await written(expressSession(careful), 'sessions', [
      '',
      'POST /login',
      '',
      'GET /me',
      '',
      'POST /logout',
    ]);
    assert.deepEqual(description, {
      name: 'sessions',
      users,
      credentials: { session: { role: 'session', in: { cookies: ['connect.sid'] } } },
      login: { method: 'POST', path: '/login', json: { username: '{{username}}', password: '{{password}}' } },
      call: { method: 'GET', path: '/me', subject: 'user.name' },
      logout: { method: 'POST', path: '/logout' },
    });
    assert.match(err, /the description is true: users are called ann, bob/);
  });

  it('asks again where the server does not bear an answer out', async () => {
    const { err } = await written(fastifyJwt('HS256'), 'tokens', [
      'login',
      '',
      'POST /signin',
      'POST /login {"username":"{{username}}","password":"wrong"}',
      'POST /login',
      'access=json:jwt',
      '',
      'GET /nobody',
      'GET /me',
      'json:nobody',
      '',
      '',
    ]);
    for (const said of [
      'that is no request, such as POST /login',
      'that was answered 404',
      'that was answered 401',
      'a login handed out no access',
      'nobody is named there',
    ])
      assert.ok(err.includes(said), said);
  });

  it('sends along what a form brings, and takes a name out of HTML', async () => {
    const { description } = await written(koaPassport, 'forms', [
      '/login',
      'POST /login',
      '',
      'GET /',
      'regex:Signed in as <b>(\\w+)</b>',
      'GET /logout',
    ]);
    assert.deepEqual(description.login, [
      { path: '/login', save: { field1: 'field:_csrf' } },
      {
        method: 'POST',
        path: '/login',
        form: { _csrf: '{{field1}}', username: '{{username}}', password: '{{password}}' },
      },
    ]);
    assert.deepEqual(description.credentials, {
      session: { role: 'session', in: { cookies: ['koa.sess', 'koa.sess.sig'] } },
    });
  });

  it('asks nothing where an address or a paste tells where the login is', async () => {
    await using started = await koaPassport.start();
    const { origin } = started.description;
    const { code, out, err } = await initTarget([], `${origin}/login`, '--name', 'by-address');
    assert.deepEqual([code, out], [0, 'by-address.target.yaml\n'], err);
    assert.match(err, /login +found: the form on \/login: GET \/login, then POST \/login/);
    assert.match(err, /sign-out +found: GET \/logout/);
    await using tokens = await fastifyJwt('HS256').start();
    const { origin: api } = tokens.description;
    const curl = [`curl ${api}/login --json '{"username":"x","password":"y"}'`, `curl ${api}/me`];
    const pasted = await initTarget(curl, '--from', '-', '--name', 'by-paste');
    assert.deepEqual([pasted.code, pasted.out], [0, 'by-paste.target.yaml\n'], pasted.err);
  });

  it('says at which question the answers ended', async () => {
    const { code, err } = await initTarget(['http://127.0.0.1:1', 'ANN ANN_PASSWORD', 'ANN NOT_SET', 'ANN']);
    assert.equal(code, 64);
    assert.match(err, /the environment lacks NOT_SET: set it for this command/);
    assert.match(err, /that is no pair of names/);
    assert.match(err, /AB-E001.* the answers ended at: Which environment variables hold .* of another one/);
  });

  it('touches no other machine that was not named twice', async () => {
    const { code, err } = await initTarget(['http://app.example']);
    assert.equal(code, 64);
    assert.match(err, /AB-E009/);
  });
});
