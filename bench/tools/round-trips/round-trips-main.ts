import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { copyFile, mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs, promisify } from 'node:util';
import { median, upperQuantile } from '../../../reports/statistics/median.ts';
import { passwordOf, seedAccounts, userName } from '../../../servers/accounts/seed.ts';
import type { Scheme } from '../../../servers/scheme.ts';
import jwt from '../../../servers/schemes/jwt.ts';
import session from '../../../servers/schemes/session.ts';
import { Settings } from '../../../servers/settings.ts';
import type { Cluster } from '../../cluster/cluster.ts';
import { createKeys } from '../../cluster/keys.ts';
import { lacksNamespaces, type Network, openNetwork } from '../../cluster/namespaces/network.ts';
import { processesOn } from '../../cluster/processes.ts';
import { createClient } from '../../driver/client.ts';
import { openTransport, type Transport } from '../../driver/transport.ts';
import { guarded } from '../../machine/guard.ts';
import { type Link, openLink } from '../../machine/link/link.ts';

/**
 * `node dist/bench/tools/round-trips/round-trips-main.js [--delay MS] [--rounds N]`, as root: two hosts and a store in
 * network namespaces, links in between that are made long and short in turn. What a request takes longer, in round trips to
 * the store; then the store out of reach of one host, and of both. Exits with 1 where theory is missed by a tenth.
 */
const { values } = parseArgs({
  options: { delay: { type: 'string', default: '1' }, rounds: { type: 'string', default: '10' } },
});
const oneWayMs = Number(values.delay);
const rounds = Number(values.rounds);
const requests = 60;
const hosts = ['host-a', 'host-b'] as const;
const store = 'store';
const seed = 'round-trips';
const { signal } = new AbortController();
const ping = fileURLToPath(new URL('./ping-main.js', import.meta.url));

/** Visits to the store per authenticated read. */
const visits = new Map<Scheme, number>([
  [session, 1],
  [jwt, 0],
]);

const unmetNeed = await lacksNamespaces();
if (unmetNeed !== undefined) {
  console.error(unmetNeed);
  process.exitCode = 69;
} else await main();

async function main(): Promise<void> {
  const folder = join(tmpdir(), `authbench-${randomBytes(4).toString('hex')}`);
  await using _folder = await guarded(undefined, [], { folder });
  await mkdir(join(folder, 'logs'));
  await seedAccounts(join(folder, 'template.jsonl'), { users: 2, seed, passwordCost: 4 });
  await using network = await openNetwork([...hosts, store]);
  const url = `redis://${network.back(store)}:6379`;
  await using _store = await startStore(network, join(folder, store));
  await using linkA = await openLink(url, signal, network.within(hosts[0]));
  await using linkB = await openLink(url, signal, network.within(hosts[1]));
  const links = [linkA, linkB];
  const machines = hosts.map((host, i) => ({
    address: network.front(host),
    within: network.within(host),
    storeUrl: links[i]?.url ?? url,
  }));

  row('', 'visits', 'short ms', 'long ms', 'longer by', 'of theory');
  const trip = await longerBy(links, () => pinged(network, linkA));
  show('one round trip', 1, trip, trip.by);
  await using transport = openTransport();
  for (const [scheme, count] of visits) {
    const accountsFile = join(folder, `${scheme.id}.jsonl`);
    await copyFile(join(folder, 'template.jsonl'), accountsFile);
    const keys = await createKeys('HS256');
    const settings = Settings.parse({
      ...scheme.defaults,
      ...keys,
      passwordCost: 4,
      loginFailures: 0,
      storeTimeoutMs: 450,
    });
    const topology = { scheme: scheme.id, instances: hosts.length, mode: 'shared' as const, settings };
    const around = { storeUrl: url, accountsFile, logFolder: join(folder, 'logs'), signal };
    await using cluster = await processesOn('namespaces', machines).start(topology, around);
    const reader = await signIn(scheme, cluster, transport);
    const seen = await longerBy(links, () => reader.fastest());
    show(scheme.id, count, seen, trip.by);
    await partition(scheme, network, count > 0, reader);
  }
}

type Reader = Awaited<ReturnType<typeof signIn>>;

/** One user, whose reads go to both hosts in turn. */
async function signIn({ protocol }: Scheme, { origins }: Cluster, transport: Transport) {
  const client = createClient(protocol, 'auth.test');
  const username = userName(1);
  const login = client.request('login', { values: { username, password: passwordOf(seed, username) } });
  const { subject, credential } = client.read(
    'login',
    undefined,
    await transport.send(origins[0] ?? '', login, signal),
  );
  if (subject !== username) throw new Error(`the login answered for ${subject ?? 'nobody'}`);
  const read = (host: number) => transport.send(origins[host] ?? '', client.request('me', { as: credential }), signal);
  return {
    status: async (host: number) => (await read(host)).status,
    async fastest() {
      const times: number[] = [];
      for (let i = 0; i < requests; i++) {
        const { status, ms } = await read(i % hosts.length);
        if (status !== 200) throw new Error(`a read was answered ${status}`);
        times.push(ms);
      }
      return fastest(times);
    },
  };
}

interface Longer {
  readonly short: number;
  readonly long: number;
  /** Median of the differences within each round, in ms: what slows both alike drops out. */
  readonly by: number;
}

async function longerBy(links: readonly Link[], measure: () => Promise<number>): Promise<Longer> {
  const pairs: { short: number; long: number }[] = [];
  await measure();
  for (let round = 0; round < rounds; round++) {
    const pair = { short: 0, long: 0 };
    for (const arm of round % 2 === 0 ? (['short', 'long'] as const) : (['long', 'short'] as const)) {
      await Promise.all(links.map((link) => link.delay(arm === 'long' ? oneWayMs : 0)));
      pair[arm] = await measure();
    }
    pairs.push(pair);
  }
  await Promise.all(links.map((link) => link.delay(0)));
  return {
    short: median(pairs.map(({ short }) => short)) ?? Number.NaN,
    long: median(pairs.map(({ long }) => long)) ?? Number.NaN,
    by: median(pairs.map(({ short, long }) => long - short)) ?? Number.NaN,
  };
}

function show(name: string, count: number, { short, long, by }: Longer, tripMs: number): void {
  const share = (by - count * tripMs) / tripMs;
  const holds = Math.abs(share) <= 0.1;
  if (!holds) process.exitCode = 1;
  const theory = `${share >= 0 ? '+' : ''}${(100 * share).toFixed(1)} %`;
  row(name, String(count), short.toFixed(3), long.toFixed(3), by.toFixed(3), holds ? theory : `${theory} NOT OK`);
}

/** The store out of reach of the second host, then of both, then back; nothing says so, packets are lost. */
async function partition(scheme: Scheme, network: Network, needsStore: boolean, reader: Reader): Promise<void> {
  const expect = async (what: string, wanted: readonly number[]) => {
    const got = await Promise.all(hosts.map((_, host) => reader.status(host)));
    const holds = got.join() === wanted.join();
    if (!holds) process.exitCode = 1;
    console.log(
      `${scheme.id}: ${what}: ${got.join(' and ')}${holds ? '' : ` NOT OK, expected ${wanted.join(' and ')}`}`,
    );
  };
  const lost = needsStore ? 503 : 200;
  await network.cut(hosts[1]);
  await expect('store cut off from host-b', [200, lost]);
  await network.cut(hosts[0]);
  await expect('store cut off from both', [lost, lost]);
  await Promise.all(hosts.map((host) => network.heal(host)));
  const began = performance.now();
  for (const deadline = began + 20_000; performance.now() < deadline; await delay(50)) {
    const got = await Promise.all(hosts.map((_, host) => reader.status(host)));
    if (got.every((status) => status === 200)) break;
  }
  await expect(`healed, ${Math.round(performance.now() - began)} ms later`, [200, 200]);
}

async function startStore(network: Network, folder: string): Promise<AsyncDisposable> {
  const [program = '', ...first] = [...network.within(store), 'redis-server'];
  const settings = { bind: network.back(store), port: '6379', save: '', appendonly: 'no', 'protected-mode': 'no' };
  const words = Object.entries(settings).flatMap(([name, value]) => [`--${name}`, value]);
  return guarded(program, [...first, ...words], { folder });
}

async function pinged(network: Network, { url }: Link): Promise<number> {
  const [program = '', ...first] = [...network.within(hosts[0]), process.execPath, ping, url, String(requests)];
  return Number((await promisify(execFile)(program, first, { timeout: 60_000 })).stdout);
}

/** The fastest tenth: whatever disturbs a request makes it longer. */
function fastest(times: readonly number[]): number {
  return upperQuantile(times, 0.1);
}

function row(name: string, ...cells: string[]): void {
  console.log(name.padEnd(16) + cells.map((cell) => ` ${cell.padStart(11)}`).join(''));
}
