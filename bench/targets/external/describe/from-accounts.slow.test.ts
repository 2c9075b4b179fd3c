import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import express from 'express';
import { findBrowser } from '../../../machine/browser.ts';
import { knows, listen, users } from '../../../tools/development/development.ts';
import { freshId, sessionTarget } from '../small-servers.fixture.ts';
import { fromAccounts } from './from-accounts.ts';

const skip = (await findBrowser()) === undefined ? 'no Chromium or Chrome is installed' : false;

/** Nothing of its page is in its HTML, and none of its addresses is a usual one. @param afterMs until it is drawn */
function drawnByScripts(afterMs: number) {
  const names = new Map<string, string>();
  const app = express().use(express.json());
  app.get('/app', (_, response) => {
    response.send(`<!doctype html><div id="app"></div><script>setTimeout(() => {
      app.innerHTML = '<form><input name="who"><input type="password"><button>Go</button></form>';
      document.forms[0].onsubmit = async (event) => {
        event.preventDefault();
        const [who, secret] = [...document.querySelectorAll('input')].map((one) => one.value);
        const how = { method: 'POST', headers: { 'content-type': 'application/json' } };
        const { key } = await (await fetch('/rpc/enter', { ...how, body: JSON.stringify({ who, password: secret }) })).json();
        await fetch('/rpc/self', { headers: { authorization: 'Bearer ' + key } });
      };
    }, ${afterMs});</script>`);
  });
  app.post('/rpc/enter', ({ body }, response) => {
    if (!knows(body?.who, body?.password)) return void response.status(403).json({});
    const key = freshId();
    names.set(key, body.who);
    response.json({ key });
  });
  app.get('/rpc/self', ({ headers }, response) => {
    const name = names.get((headers.authorization ?? '').slice('Bearer '.length));
    if (!name) return void response.status(403).json({});
    response.json({ name });
  });
  return app;
}

describe('a login on a page that scripts draw', { skip }, () => {
  // a page that has been quiet for a while before its login is there is no less busy after it
  for (const afterMs of [0, 1_500])
    it(`is described by what the page sends when somebody signs in on it, ${afterMs} ms after it came`, async () => {
      await using started = await listen(drawnByScripts(afterMs), sessionTarget);
      const { signal } = new AbortController();
      const { login, call, credentials } = await fromAccounts({
        ...{ url: `${started.description.origin}/app`, name: 'small', users, env: {}, say: () => {}, signal },
        permission: { allowed: [], owned: [] },
      });
      assert.deepEqual(
        { login, call, credentials },
        {
          login: { method: 'POST', path: '/rpc/enter', json: { who: '{{username}}', password: '{{password}}' } },
          call: { method: 'GET', path: '/rpc/self', subject: 'name' },
          credentials: {
            access: { role: 'access', from: 'json:key', in: { header: 'authorization', prefix: 'Bearer ' } },
          },
        },
      );
    });
});
