import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import express from 'express';
import { type Chromium, chromiumAt } from '../../driver/chromium.ts';
import { findBrowser } from '../../machine/browser.ts';
import { formServer, formTarget } from './small-servers.fixture.ts';
import { triedOn } from './tried-on.fixture.ts';

const executable = await findBrowser();
const skip = executable === undefined ? 'no Chromium or Chrome is installed' : false;
const played = [
  ...['login-csrf', 'logout-csrf', 'cookie-tossing', 'cookie-prefix-unicode', 'cookie-prefix-legacy', 'cors-read'],
  ...['back-after-logout', 'xss-token-theft', 'framing', 'csrf-cross-site', 'csrf-sibling-domain'],
];

describe('attacks in a browser on pages that are not ours', { skip }, () => {
  let folder: string;
  let chromium: Chromium;
  const on = (careless: boolean) =>
    triedOn(formServer({ careless }), formTarget(careless ? 'sid' : '__Host-sid'), played, chromium);

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'authbench-'));
    chromium = chromiumAt(executable ?? '', join(folder, 'chromium'), new AbortController().signal);
  });
  after(async () => {
    await chromium[Symbol.asyncDispose]();
    await rm(folder, { recursive: true, force: true });
  });

  it('are blocked, each of them, by an application that is sound', async () => {
    const said = await on(false);
    for (const id of played) assert.match(said[id] ?? '', /^blocked: /, id);
  });

  it('succeed, but for two that need a prefix to pretend, on one that is careless', async () => {
    const { 'cookie-prefix-unicode': pretence = '', 'cookie-prefix-legacy': within = '', ...said } = await on(true);
    assert.match(pretence, /^blocked: the browser sent 8 of 8 injected cookies, and the victim was still served/);
    assert.match(within, /^blocked: the browser sent 1 of 3 injected cookies, and the victim was still served/);
    for (const [id, words] of Object.entries(said)) assert.match(words, /^succeeded: /, id);
    assert.match(said['login-csrf'] ?? '', /the browser was then the attacker: form from cross-site: 303$/);
    assert.match(said['cors-read'] ?? '', /GET \/home from sibling$/);
  });

  it('are not made where the application does not go by the name that it has there', async () => {
    const named: express.RequestHandler = (request, response, next) =>
      request.headers.host?.startsWith('127.0.0.1') ? next() : void response.status(421).end();
    const { 'login-csrf': said = '' } = await triedOn(
      express().use(named, formServer()),
      formTarget('__Host-sid'),
      ['login-csrf'],
      chromium,
    );
    assert.match(
      said,
      /^not-run: it is played in a browser: its host is called app\.victim\.localhost:\d+ there, and under that name login of ann answered 421/,
    );
  });
});
