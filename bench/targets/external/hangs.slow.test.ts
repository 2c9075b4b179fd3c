import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { Results } from '../../../reports/results/results.ts';
import { profiles } from '../../plan/profiles.ts';
import { finishMs, mostMs } from '../../run/stop.ts';
import { bearer, jsonLogin, knows, listen, users } from '../../tools/development/development.ts';
import type { Target } from './description.ts';

const main = fileURLToPath(new URL('../../cli/main.js', import.meta.url));
/** Longer than any run may take: who needs it hangs. */
const timeout = mostMs(profiles.smoke);

let folder = '';
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'authbench-hangs-'));
});
after(() => rm(folder, { recursive: true, force: true }));

/** A bearer token and a refresh token that rotates; what else it does with a request, `instead` says. */
async function server(more: Partial<Target>, instead: (request: IncomingMessage) => 'nothing' | 'end' | undefined) {
  const sessions = new Map<string, string>();
  const grants = new Map<string, string>();
  let over = () => {};
  const started = await listen(
    async (request, response) => {
      const does = instead(request);
      if (does === 'end') over();
      if (does) return;
      const json = (status: number, body: object) =>
        response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
      const issue = (user: string) => {
        const [token, refresh] = [randomUUID(), randomUUID()];
        sessions.set(token, user);
        grants.set(refresh, user);
        return json(200, { token, refresh });
      };
      // whoever goes away in the middle has asked for nothing
      const sent = JSON.parse((await text(request).catch(() => '')) || '{}');
      const held = request.headers.authorization?.slice('Bearer '.length) ?? '';
      if (request.url === '/login') return knows(sent.username, sent.password) ? issue(sent.username) : json(401, {});
      if (request.url === '/me') return json(sessions.has(held) ? 200 : 401, { name: sessions.get(held) });
      if (request.url === '/logout') return json(200, { ended: sessions.delete(held) });
      const user = grants.get(sent.refresh);
      grants.delete(sent.refresh);
      return user === undefined ? json(400, {}) : issue(user);
    },
    (origin) => ({
      name: 'mine',
      origin,
      users,
      credentials: bearer,
      login: jsonLogin,
      call: { path: '/me', subject: 'name' },
      ...more,
    }),
  );
  over = () => void started[Symbol.asyncDispose]();
  return started;
}

const rotating: Partial<Target> = {
  credentials: { ...bearer, refresh: { role: 'refresh', from: 'json:refresh', in: { field: 'refresh' } } },
  refresh: { method: 'POST', path: '/token' },
};

/** Runs one attack on it. @param onCell is told when one on the target has begun, and before of each property that is known */
async function attacked(
  name: string,
  attack: string,
  target: Target,
  onCell?: (kill: (signal: NodeJS.Signals) => void) => void,
  moment = 'cell-started',
) {
  const file = join(folder, `${name}.json`);
  const out = join(folder, name);
  await writeFile(file, JSON.stringify(target));
  const child = spawn(
    process.execPath,
    [
      ...[main, '--target', file, '--schemes', 'jwt-refresh', '--profile', 'smoke', '--suite', 'security'],
      ...['--scenario', attack, '--store', 'embedded', '--ui', 'json', '--formats', 'json', '--out', out],
    ],
    { cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] },
  );
  for await (const line of createInterface({ input: child.stderr })) {
    const { type, id } = line.startsWith('{') ? JSON.parse(line) : {};
    if (type === moment && (type === 'cell-done' || id === 'mine')) onCell?.((signal) => child.kill(signal));
  }
  if (child.exitCode === null) await once(child, 'exit');
  const results: Results = JSON.parse(await readFile(join(out, 'results.json'), 'utf8'));
  const outcome = (id: string) => results.attacks.find((one) => one.id === id && one.scheme === 'mine');
  return { code: child.exitCode, results, outcome };
}

describe('a run on a target', { concurrency: 4 }, () => {
  it('ends where the target takes every request and answers none any more', { timeout }, async () => {
    let deaf = false;
    await using target = await server({}, ({ headers }) => {
      deaf ||= headers['x-forwarded-prefix'] !== undefined;
      return deaf ? 'nothing' : undefined;
    });
    const { results, outcome } = await attacked('deaf', 'cache-leak', target.description);
    assert.equal(results.run.state, 'complete');
    assert.equal(outcome('cache-leak')?.outcome, 'inconclusive');
    // what takes connections has not ended
    assert.equal(outcome('server-death'), undefined);
  });

  it('ends where the target vanishes in a race, and concludes nothing', { timeout }, async () => {
    let renewals = 0;
    await using target = await server(rotating, ({ url }) => {
      if (url !== '/token') return undefined;
      renewals += 1;
      // discovery needs fewer
      return renewals === 500 ? 'end' : undefined;
    });
    const { results, outcome } = await attacked('vanishing', 'refresh-double-spend', target.description);
    assert.equal(results.run.state, 'complete');
    assert.equal(outcome('refresh-double-spend')?.outcome, 'inconclusive');
    const { outcome: came, because = '' } = outcome('server-death') ?? {};
    assert.equal(came, 'inconclusive');
    assert.match(because, /one of \d+ requests at once, the first of them POST \/token/);
  });

  const long: Partial<Target> = { ...rotating, ttlMs: { refresh: 20_000 } };

  it('is cut some time after the first signal, with its report', { timeout }, async () => {
    // twenty races of fifty: more than a minute
    await using target = await server({ ...rotating, limits: { ratePerSecond: 15 } }, () => undefined);
    let toldAt = 0;
    const { code, results } = await attacked('told', 'refresh-double-spend', target.description, (kill) => {
      toldAt = performance.now();
      kill('SIGTERM');
    });
    assert.ok(performance.now() - toldAt < 3 * finishMs, `${performance.now() - toldAt} ms`);
    assert.deepEqual([code, results.run.state, results.run.exit.code], [143, 'incomplete', 143]);
  });

  it('is cut by the second signal at once, with its report', { timeout }, async () => {
    await using target = await server(long, () => undefined);
    let toldAt = 0;
    const { code, results } = await attacked('told-twice', 'refresh-absolute-expiry', target.description, (kill) => {
      toldAt = performance.now();
      kill('SIGTERM');
      setTimeout(() => kill('SIGTERM'), 500);
    });
    assert.ok(performance.now() - toldAt < finishMs, `${performance.now() - toldAt} ms`);
    assert.deepEqual([code, results.run.state, results.run.exit.code], [143, 'incomplete', 143]);
  });

  it('is cut while it finds out what the target is, with its report', { timeout }, async () => {
    let [told, toldAt] = [false, 0];
    await using target = await server(rotating, () => (told ? 'nothing' : undefined));
    const onFound = (kill: (signal: NodeJS.Signals) => void) => {
      if (told) return;
      [told, toldAt] = [true, performance.now()];
      kill('SIGINT');
      setTimeout(() => kill('SIGINT'), 500);
    };
    const { code, results } = await attacked('early', 'cache-leak', target.description, onFound, 'cell-done');
    assert.ok(performance.now() - toldAt < finishMs, `${performance.now() - toldAt} ms`);
    assert.deepEqual([code, results.run.state], [130, 'incomplete']);
    assert.ok((results.properties ?? []).length > 0);
  });
});
