import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import express from 'express';
import type { Chromium } from '../../driver/chromium.ts';
import { formServer, formTarget } from './small-servers.fixture.ts';
import { triedOn } from './tried-on.fixture.ts';

/** It is never begun: whether a browser could be there is found out before. */
const unused = {} as Chromium;

describe('pages that are to be played with in a browser', () => {
  it('are left out, with the reason, where the form of their login leads to the address of the settings', async () => {
    const app = express();
    app.use(({ socket }, response, next) => {
      const send = response.send.bind(response);
      const own = `action="http://127.0.0.1:${socket.localPort}/enter"`;
      response.send = (text) => send(typeof text === 'string' ? text.replace('action="/enter"', own) : text);
      next();
    });
    const ids = ['login-csrf'];
    const { 'login-csrf': said = '' } = await triedOn(app.use(formServer()), formTarget('__Host-sid'), ids, unused);
    assert.match(
      said,
      /^not-run: it is played in a browser: its host is called app\.victim\.localhost:\d+ there, and the form of its login leads to http:\/\/127\.0\.0\.1:\d+: the name that its settings have$/,
    );
  });
});
