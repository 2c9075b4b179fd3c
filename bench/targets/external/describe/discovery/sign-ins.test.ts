import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import express from 'express';
import { openTransport } from '../../../../driver/transport.ts';
import { knows, listen, users } from '../../../../tools/development/development.ts';
import { cookieOf, freshId, sessionTarget } from '../../small-servers.fixture.ts';
import { discoverLogin } from './discover-target.ts';
import { openExplorer } from './explorer.ts';

/** One address for everything: its page gives everybody a session, and answers 200 whatever it is sent. */
function onePage() {
  const names = new Map<string, string>();
  const app = express().use(express.urlencoded());
  const page = (response: express.Response, name: string | undefined) =>
    response.send(
      name
        ? `<p>Welcome, ${name}.</p><form method="post"><button name="do" value="logout">Log out</button></form>`
        : '<form method="post"><input name="user"><input type="password" name="pass"></form>',
    );
  app.get('/', (request, response) => {
    const name = names.get(cookieOf(request, 'sid'));
    if (!name) response.cookie('sid', freshId());
    page(response, name);
  });
  app.post('/', (request, response) => {
    const { user, pass, do: what } = request.body ?? {};
    if (what === 'logout') names.delete(cookieOf(request, 'sid'));
    if (!knows(user, pass)) return void page(response, undefined);
    const id = freshId();
    names.set(id, user);
    response.cookie('sid', id);
    page(response, user);
  });
  return app;
}

describe('a login whose page gives everybody the cookie of a session', () => {
  it('is told from a wrong password by what its own answer sets', async () => {
    await using started = await listen(onePage(), sessionTarget);
    await using transport = openTransport();
    const { origin } = started.description;
    const explorer = openExplorer({ origin, users }, {}, transport, new AbortController().signal);
    const { change } = await discoverLogin(explorer, {});
    assert.deepEqual(
      [change.credentials, change.logout],
      [
        { session: { role: 'session', in: { cookies: ['sid'] } } },
        { method: 'POST', path: '/', form: { do: 'logout' } },
      ],
    );
  });
});
