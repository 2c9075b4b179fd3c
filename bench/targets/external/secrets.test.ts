import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import express from 'express';
import { knows, listen, people } from '../../tools/development/development.ts';
import type { Target } from './description.ts';

const main = fileURLToPath(new URL('../../cli/main.js', import.meta.url));

/** All that a server handed out: texts so short that nothing tells them from other words. */
const issued: string[] = [];

/** It shows secrets where a careless program would repeat them: in paths, queries and errors. */
function app(): express.Express {
  const server = express();
  const sessions = new Map<string, string>();
  server.get('/login/:username/:password', ({ params: { username, password } }, response) => {
    if (!knows(username, password)) return void response.status(401).json({ error: `no_${password}` });
    const id = randomBytes(5).toString('hex');
    issued.push(id);
    sessions.set(id, username);
    response.json({ id });
  });
  server.get('/me', ({ query: { id } }, response) => {
    const name = sessions.get(String(id));
    if (name === undefined) return void response.status(401).json({ error: `unknown_${id}` });
    response.json({ name });
  });
  server.get('/logout/:id', ({ params: { id } }, response) => {
    sessions.delete(id);
    response.status(204).end();
  });
  return server;
}

function describeApp(origin: string): Target {
  return {
    name: 'careless-paths',
    origin,
    users: {
      ann: { username: 'ann', password: { env: 'ANN_PASSWORD' } },
      bob: { username: 'bob', password: { env: 'BOB_PASSWORD' } },
    },
    credentials: { access: { role: 'access', from: 'json:id', in: { header: 'x-session' } } },
    login: { path: '/login/{{username}}/{{password}}' },
    call: { path: '/me?id={{credential.access}}', subject: 'name' },
    logout: { path: '/logout/{{credential.access}}' },
  };
}

let folder = '';
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'authbench-secrets-'));
});
after(() => rm(folder, { recursive: true, force: true }));

async function authbench(...args: string[]): Promise<{ code: number; said: string }> {
  const env = {
    ...process.env,
    ANN_PASSWORD: people.ann.replaceAll(' ', '%20'),
    BOB_PASSWORD: people.bob.replaceAll(' ', '%20'),
  };
  const child = spawn(process.execPath, [main, ...args], { cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe'] });
  const [out, err, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')]);
  return { code, said: out + err };
}

/** Which secrets a text holds, in any spelling that a request has them in. */
function leaks(output: string): string[] {
  const passwords = Object.values(people).flatMap((password) => [password, encodeURIComponent(password)]);
  return [...passwords, ...issued].filter((secret) => output.includes(secret));
}

describe('passwords and credentials of a target', () => {
  it('reach no output of a dry run and of a run, not even where they travel in paths', async () => {
    await using started = await listen(app(), describeApp);
    const file = join(folder, 'a.json');
    await writeFile(file, JSON.stringify(started.description));
    const dry = await authbench('--target', file, '--dry-run');
    assert.deepEqual([dry.code, leaks(dry.said)], [0, []], dry.said);
    const run = await authbench(
      ...['--target', file, '--schemes', 'session', '--profile', 'smoke', '--suite', 'security', '--out', 'run'],
      ...['--scenario', 'replay-after-logout', '--store', 'embedded', '--ui', 'lines'],
    );
    assert.deepEqual(leaks(run.said), [], run.said);
    const files = (await readdir(join(folder, 'run'), { recursive: true, withFileTypes: true })).filter((one) =>
      one.isFile(),
    );
    assert.ok(
      files.some(({ name }) => name === 'results.json'),
      run.said,
    );
    for (const { parentPath, name } of files)
      assert.deepEqual(leaks(await readFile(join(parentPath, name), 'utf8')), [], name);
    assert.ok(issued.length > 10, `${issued.length} sign-ins were made`);
  });
});
