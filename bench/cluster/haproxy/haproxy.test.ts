import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { findProgram } from '../../store/find-program.ts';
import { servedBy } from './configuration.ts';
import { byInstance } from './counts.ts';
import { startHaproxy } from './haproxy.ts';

const program = await findProgram(['haproxy']);
const { signal } = new AbortController();

describe('a HAProxy in front of instances', { skip: program === undefined && 'haproxy is not on PATH' }, () => {
  let folder: string;
  const servers: Server[] = [];
  let origins: string[] = [];
  const start = (sticky: boolean, of = origins.slice(0, 2)) =>
    startHaproxy({ program: program ?? '', origins: of, sticky, files: join(folder, `${sticky}`), signal });

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'authbench-haproxy-'));
    for (let i = 0; i < 3; i++) {
      const forwardedFor = ({ headers }: IncomingMessage) => String(headers['x-forwarded-for']);
      servers.push(createServer((request, answer) => answer.end(forwardedFor(request))).listen(0, '127.0.0.1'));
      await once(servers[i] as Server, 'listening');
    }
    origins = servers.map((server) => `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  });
  after(async () => {
    for (const server of servers) server.close();
    await rm(folder, { recursive: true });
  });

  it('gives requests that come one by one to each in turn, and counts them', async () => {
    await using balancer = await start(false);
    const seen = await ask(balancer.origin, 4);
    const [first, second] = seen;
    assert.notEqual(first, second);
    assert.deepEqual(seen, [first, second, first, second]);
    assert.deepEqual(byInstance(await balancer.counts(), origins.slice(0, 2)), [2, 2]);
  });

  it('keeps a client that shows its cookie with one of them', async () => {
    await using balancer = await start(true);
    const { headers } = await fetch(balancer.origin);
    const cookie = headers.getSetCookie()[0]?.split(';')[0] ?? '';
    assert.match(cookie, /^INSTANCE=/);
    assert.deepEqual(new Set(await ask(balancer.origin, 4, { cookie })), new Set([headers.get(servedBy)]));
  });

  it('tells whom it saw, behind whatever the client has claimed', async () => {
    await using balancer = await start(false);
    const answer = await fetch(balancer.origin, { headers: { 'x-forwarded-for': '203.0.113.1' } });
    assert.equal(await answer.text(), '203.0.113.1, 127.0.0.1');
  });

  it('misses an instance that ended by its own checks, spares one on demand, and takes one that joins', async () => {
    await using balancer = await start(false, origins);
    await balancer.spare(0);
    servers[1]?.close();
    servers[1]?.closeAllConnections();
    await balancer.knows(origins.slice(2));
    assert.deepEqual(new Set(await ask(balancer.origin, 3)), new Set([host(2)]));
    await balancer.take(0, origins[0] ?? '');
    await balancer.knows([origins[0] ?? '', origins[2] ?? '']);
    assert.deepEqual(new Set(await ask(balancer.origin, 4)), new Set([host(0), host(2)]));
    assert.match(await readFile(balancer.log, 'utf8'), /is DOWN/);
  });

  const host = (instance: number) => new URL(origins[instance] ?? '').host;
});

async function ask(origin: string, times: number, headers: Record<string, string> = {}): Promise<(string | null)[]> {
  const seen: (string | null)[] = [];
  for (let i = 0; i < times; i++) seen.push((await fetch(origin, { headers })).headers.get(servedBy));
  return seen;
}
