import assert from 'node:assert/strict';
import { once } from 'node:events';
import { access, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { Browser, Site } from '../../scenarios/hooks/browser.ts';
import type { Protocol } from '../../servers/scheme.ts';
import { findBrowser } from '../machine/browser.ts';
import { openBrowserProfile } from './browser.ts';
import { type Chromium, chromiumAt } from './chromium.ts';
import { createClient } from './client.ts';
import { createTranscript } from './transcript.ts';

const executable = await findBrowser();
const skip = executable === undefined ? 'no Chromium or Chrome is installed' : false;

const protocol: Protocol = {
  credentials: {},
  steps: {
    login: { method: 'POST', path: '/login', json: { name: '{{name}}' }, carries: [], ok: [200] },
    me: { method: 'GET', path: '/me', carries: [], ok: [200], subject: 'cookie' },
  },
};

const submit = `
  const form = document.createElement('form');
  Object.assign(form, { method: given.method, action: given.to });
  document.body.append(form);
  form.submit();`;

describe('the browser of a stage', { skip }, () => {
  let folder: string;
  let chromium: Chromium;
  let server: Server;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'authbench-'));
    chromium = chromiumAt(executable ?? '', join(folder, 'chromium'), new AbortController().signal);
    let asked = 0;
    // Answers with the cookies that it was sent; one answer may be kept.
    server = createServer(({ url, headers }, response) => {
      response.setHeader('content-type', 'application/json');
      if (url === '/cached') response.setHeader('cache-control', 'max-age=60');
      const told = { cookie: headers.cookie ?? '', site: headers['sec-fetch-site'] };
      response.end(JSON.stringify(url === '/cached' ? { asked: ++asked } : told));
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
  });

  after(async () => {
    await chromium[Symbol.asyncDispose]();
    server.closeAllConnections();
    server.close();
    await rm(folder, { recursive: true, force: true });
  });

  async function open(): Promise<Browser> {
    const { port } = server.address() as AddressInfo;
    return openBrowserProfile({
      chromium,
      target: `http://127.0.0.1:${port}`,
      client: createClient(protocol, 'app'),
      transcript: createTranscript(),
    });
  }

  /** Cookies named after their SameSite, and those of them that arrived with a navigation from a site's page. */
  async function arrived(from: Site, method: string): Promise<string[]> {
    await using browser = await open();
    await browser.plant(
      'app',
      ['None', 'Lax', 'Strict', ''].map(
        (value) => `__Host-${value || 'absent'}=1; Path=/; Secure; HttpOnly${value && `; SameSite=${value}`}`,
      ),
    );
    const tab = await browser.open(from);
    const { text } = await tab.leave(submit, { method, to: `${browser.origins.app}/me` });
    const { cookie } = JSON.parse(text);
    const expected = cookie === '' ? [] : cookie.split('; ').map((pair: string) => /__Host-(\w+)/.exec(pair)?.[1]);
    const sent = tab.sent().find(({ path }) => path.startsWith('/me'));
    assert.deepEqual(sent?.carried.map((name) => name.slice(7)).sort(), [...expected].sort());
    return expected.sort();
  }

  it("sends a stranger's form the cookies that RFC 6265bis lets cross, and a sibling's all of them", async () => {
    assert.deepEqual(await arrived('cross-site', 'post'), ['None', 'absent']);
    assert.deepEqual(await arrived('cross-site', 'get'), ['Lax', 'None', 'absent']);
    assert.deepEqual(await arrived('sibling', 'post'), ['Lax', 'None', 'Strict', 'absent']);
  });

  it('performs steps from a page of the application, as a browser signs them', async () => {
    await using browser = await open();
    await browser.plant('app', ['__Host-sid=1; Path=/; Secure; HttpOnly; SameSite=Strict']);
    const tab = await browser.open('app');
    const reply = await tab.perform('me');
    assert.equal(reply.subject, '__Host-sid=1');
    assert.deepEqual(reply.body, { cookie: '__Host-sid=1', site: 'same-origin' });
    assert.equal(await tab.run('return document.cookie'), '');
    assert.deepEqual(await browser.cookies(), [{ name: '__Host-sid', value: '1' }]);
  });

  it('fails whoever is in a browser that crashes, and is there again for the next', async () => {
    const { exited } = await chromium.running();
    const ended = assert.rejects(async () => {
      await using browser = await open();
      const tab = await browser.open('app');
      process.kill(await pidOf(`--user-data-dir=${join(folder, 'chromium')}`), 'SIGKILL');
      await tab.perform('me');
    });
    await ended;
    await exited;
    await using browser = await open();
    assert.equal((await (await browser.open('app')).perform('me')).status, 200);
  });

  it('collects what a script posts to a stranger', async () => {
    await using browser = await open();
    const tab = await browser.open('app');
    await tab.run("await fetch(given.to, { method: 'POST', mode: 'no-cors', body: given.captured })", {
      to: browser.collector,
      captured: 'taken',
    });
    assert.deepEqual(browser.collected(), ['taken']);
  });

  it('shares nothing between profiles', async () => {
    await using first = await open();
    await first.plant('app', ['a=1; Path=/']);
    await using second = await open();
    assert.deepEqual(await second.cookies(), []);
  });

  it('hands a profile on with nothing of whoever had it before', async () => {
    const look = `
      const stored = [localStorage.length, (await indexedDB.databases()).length, (await caches.keys()).length];
      localStorage.left = '1';
      await new Promise((done) => { indexedDB.open('left').onsuccess = done; });
      await caches.open('left');
      return stored;`;
    const ask = "return (await (await fetch('/cached')).json()).asked";
    const found: unknown[] = [];
    const asked: unknown[] = [];
    for (const _ of ['first', 'second']) {
      await using browser = await open();
      const tab = await browser.open('app');
      found.push([await browser.cookies(), await tab.run(look)]);
      await browser.plant('app', ['a=1; Path=/']);
      asked.push(await tab.run(ask), await tab.run(ask));
    }
    assert.deepEqual(found, [
      [[], [0, 0, 0]],
      [[], [0, 0, 0]],
    ]);
    assert.equal(asked[0], asked[1]);
    assert.notEqual(asked[1], asked[2]);
  });

  it('leaves neither a process nor a folder behind', async () => {
    const other = chromiumAt(executable ?? '', join(folder, 'other'), new AbortController().signal);
    await other.running();
    const made = await readdir(join(folder, 'other'));
    // its socket, which it would leave in the folder of all temporary files
    assert.ok(folder.length > 44 || made.some((name) => /^\.?(org\.chromium|com\.google)\./.test(name)), made.join());
    await other[Symbol.asyncDispose]();
    await assert.rejects(access(join(folder, 'other')));
  });
});

/** The browser's own process: its children are told their type. */
async function pidOf(argument: string): Promise<number> {
  for (const pid of (await readdir('/proc')).filter((name) => /^\d+$/.test(name))) {
    const words = (await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')).split('\0');
    if (words.includes(argument) && words[0]?.includes('chrom') && !words.some((word) => word.startsWith('--type=')))
      return Number(pid);
  }
  throw new Error(`no process has ${argument}`);
}
