import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import express from 'express';
import { openTransport } from '../../../../driver/transport.ts';
import { knows, listen, users } from '../../../../tools/development/development.ts';
import type { Target } from '../../description.ts';
import { freshId, sessionTarget } from '../../small-servers.fixture.ts';
import { triedOn } from '../../tried-on.fixture.ts';
import { importedText } from '../import/recordings.ts';
import { discoverLogin, type Hints } from './discover-target.ts';
import { openExplorer } from './explorer.ts';

const { signal } = new AbortController();

interface Endpoint {
  readonly path: string;
  /** What a token ends that is taken back: both of its sign-in, itself, or nothing. */
  readonly ends: 'both' | 'itself' | 'nothing';
  readonly publishedAt?: string;
  /** Whether whoever asks has to be signed in. */
  readonly asks?: boolean;
}

/** An authorization server of one client, which has no other sign-out than RFC 7009. */
function oauth({ path, ends, publishedAt, asks }: Endpoint) {
  const tokens = new Map<string, { readonly name: string; readonly twin: string; readonly kind: string }>();
  const app = express().use(express.json(), express.urlencoded());
  const issue = (response: express.Response, name: string) => {
    const [access, refresh] = [freshId(), freshId()];
    tokens.set(access, { name, twin: refresh, kind: 'access' });
    tokens.set(refresh, { name, twin: access, kind: 'refresh' });
    response.json({ access_token: access, refresh_token: refresh, expires_in: 600 });
  };
  const bearerOf = ({ headers }: express.Request) => tokens.get((headers.authorization ?? '').slice('Bearer '.length));
  app.post('/oauth/token', ({ body = {} }, response) => {
    if (body.client_id !== 'app') return void response.status(401).json({ error: 'invalid_client' });
    if (body.grant_type === 'password' && knows(body.username, body.password))
      return void issue(response, body.username);
    const held = body.grant_type === 'refresh_token' ? tokens.get(body.refresh_token) : undefined;
    if (held?.kind !== 'refresh') return void response.status(400).json({ error: 'invalid_grant' });
    tokens.delete(body.refresh_token);
    issue(response, held.name);
  });
  app.get('/me', (request, response) => {
    const held = bearerOf(request);
    if (held?.kind !== 'access') return void response.status(401).end();
    response.json({ sub: held.name });
  });
  app.post(path, (request, response) => {
    const { client_id, token } = request.body ?? {};
    if (client_id !== 'app' || (asks && !bearerOf(request))) return void response.status(401).end();
    if (ends === 'both') tokens.delete(tokens.get(token)?.twin ?? '');
    if (ends !== 'nothing') tokens.delete(token);
    response.status(200).end();
  });
  if (publishedAt)
    app.get(publishedAt, ({ headers: { host } }, response) => {
      response.json({ issuer: `http://${host}`, revocation_endpoint: `http://${host}${path}` });
    });
  return app;
}

const login = {
  method: 'POST',
  path: '/oauth/token',
  form: { grant_type: 'password', client_id: 'app', username: '{{username}}', password: '{{password}}' },
};

async function described(app: ReturnType<typeof oauth>, hints: Hints = {}): Promise<Target> {
  await using started = await listen(app, sessionTarget);
  await using transport = openTransport();
  const { origin } = started.description;
  const explorer = openExplorer({ origin, users }, {}, transport, signal);
  const { change } = await discoverLogin(explorer, { logins: [login], calls: [{ path: '/me' }], ...hints });
  return { name: 'small', origin, users, ...change };
}

const signOutOf = async (...args: Parameters<typeof described>) => (await described(...args)).logout;

const revoking = (path: string, token: string) => ({
  ...{ method: 'POST', path, auth: [], form: { client_id: 'app', token: `{{credential.${token}}}` } },
});

describe('an endpoint that takes tokens back', { concurrency: 4 }, () => {
  it('is where the server publishes it, and is asked as the client of the login', async () => {
    for (const publishedAt of ['/.well-known/oauth-authorization-server', '/.well-known/openid-configuration']) {
      const logout = await signOutOf(oauth({ path: '/x/take-back', ends: 'both', publishedAt }));
      assert.deepEqual(logout, revoking('/x/take-back', 'refresh'), publishedAt);
    }
  });

  it('is at a usual address otherwise', async () => {
    for (const path of ['/oauth/revoke', '/revoke'])
      assert.deepEqual(await signOutOf(oauth({ path, ends: 'both' })), revoking(path, 'refresh'));
  });

  it('is asked for each token where each ends itself alone, so that nothing is left of the sign-in', async () => {
    const server = oauth({ path: '/revoke', ends: 'itself' });
    const target = await described(server);
    assert.deepEqual(target.logout, [revoking('/revoke', 'refresh'), revoking('/revoke', 'access')]);
    const said = await triedOn(server, (origin) => ({ ...target, origin }), ['revocation-on-logout']);
    assert.match(said['revocation-on-logout'] ?? '', /^at once: .*; its refresh token was refused$/);
  });

  it('is asked as whoever is signed in where the server wants to know', async () => {
    const logout = await signOutOf(oauth({ path: '/revoke', ends: 'both', asks: true }));
    assert.deepEqual(logout, { ...revoking('/revoke', 'refresh'), auth: ['access'] });
  });

  it('is none that answers 200 and takes nothing back', async () => {
    assert.equal(await signOutOf(oauth({ path: '/revoke', ends: 'nothing' })), undefined);
  });

  it('is what a recording, a paste and a description of the API name', async () => {
    const path = '/v1/tokens/revocation';
    const known = [{ username: 'ann', password: 'correct horse 1' }];
    const curl = `curl http://127.0.0.1:1/oauth/token -d 'grant_type=password&client_id=app&username=ann&password=x'
      curl http://127.0.0.1:1/me
      curl http://127.0.0.1:1${path} -d 'client_id=app&token=long-gone&token_type_hint=refresh_token'`;
    const operation = (...names: string[]) => ({
      requestBody: {
        content: {
          'application/x-www-form-urlencoded': {
            schema: { properties: Object.fromEntries(names.map((name) => [name, {}])) },
          },
        },
      },
    });
    const openapi = JSON.stringify({
      openapi: '3.1.0',
      paths: { [path]: { post: operation('token', 'token_type_hint') }, '/me': { get: {} } },
    });
    const request = (url: string, text: string) => ({
      request: { method: 'POST', url, headers: [], postData: { text } },
    });
    const har = JSON.stringify({
      log: {
        entries: [
          request('http://127.0.0.1:1/oauth/token', 'grant_type=password&client_id=app&username=ann&password=x'),
          request(`http://127.0.0.1:1${path}`, 'client_id=app&token=long-gone'),
        ],
      },
    });
    for (const text of [curl, har, openapi]) {
      const { logins, ...hints } = importedText(text, known).hints;
      assert.equal(hints.revocations?.length, 1, text);
      const { form, ...logout } = Object(await signOutOf(oauth({ path, ends: 'both' }), { ...hints, calls: [] }));
      const { token_type_hint: _, ...fields } = form;
      assert.deepEqual({ ...logout, form: fields }, revoking(path, 'refresh'), text);
    }
  });
});
