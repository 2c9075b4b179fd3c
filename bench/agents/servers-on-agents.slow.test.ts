import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, describe, it } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Results } from '../../reports/results/results.ts';
import { Settings } from '../../servers/settings.ts';
import { createKeys } from '../cluster/keys.ts';
import { launchRedis } from '../store/launch.ts';
import type { StoreServer } from '../store/provider.ts';
import { type Field, openField, redisHere } from './agents.fixture.ts';
import { openRecordedWay } from './recorded-way.fixture.ts';
import { serversOnAgents } from './servers-on-agents.ts';

const { signal } = new AbortController();
const skip = redisHere === undefined && 'no redis-server or valkey-server is on PATH, and BullMQ needs a real one';
const cli = fileURLToPath(new URL('../cli/main.js', import.meta.url));

describe('agents that run servers', { skip }, () => {
  let field: Field;
  let store: StoreServer;
  before(async () => {
    field = await openField();
    store = await launchRedis(redisHere ?? '', { signal });
  });
  afterEach(() => field.endAgents());
  after(async () => {
    await store[Symbol.asyncDispose]();
    await field[Symbol.asyncDispose]();
  });

  const withStore = (storeUrl?: string) => ({ roles: ['servers'], servers: { reach: '127.0.0.1', storeUrl } });
  const driverOf = ({ roster, clock }: Awaited<ReturnType<Field['bench']>>) =>
    serversOnAgents({ roster, clock, run: 'r1', users: 12, seed: '7', brought: () => {} });
  const topologyOf = async (change: object = {}) => ({
    ...{ scheme: 'session', instances: 2, mode: 'shared' as const, watched: true },
    ...{ settings: Settings.parse({ ...(await createKeys('HS256')), passwordCost: 10 }), ...change },
  });
  const context = { storeUrl: undefined, accountsFile: '', logFolder: '', signal };

  it('bring them up, tell what they used, and end them, with no key in the control Redis', async () => {
    await using way = await openRecordedWay(field.redis.url);
    await field.agent('a1', { control: way.url, ...withStore(store.url) });
    await using bench = await field.bench(1, way.url);
    const cluster = await driverOf(bench).start(await topologyOf(), context);
    assert.equal(cluster.origins.length, 2);
    cluster.watched?.begin();
    const work = cluster.origins.map((origin) => fetch(`${origin}/healthz`).then(({ status }) => status));
    assert.deepEqual(await Promise.all(work), [200, 200]);
    cluster.watched?.end();
    const { loops, usage } = (await cluster.watched?.tell(signal)) ?? {};
    assert.ok(loops?.length === 2 && loops.every(({ cpuUs }) => cpuUs > 0), JSON.stringify(loops));
    if (process.platform === 'linux') assert.deepEqual([...(usage?.processes.keys() ?? [])], [-1, -2]);
    await cluster[Symbol.asyncDispose]();
    for (const origin of cluster.origins) await assert.rejects(fetch(`${origin}/healthz`));
    assert.deepEqual(await field.folders(), []);
    const passed = way.passed();
    assert.ok(passed.includes('passwordCost'));
    assert.doesNotMatch(passed, /tokenKey|cookieKey|redis:/);
  });

  it('need a store for a scheme that has one', async () => {
    await field.agent('a1', withStore());
    await using bench = await field.bench(1);
    await assert.rejects(driverOf(bench).start(await topologyOf(), context), /a1: it was started without a store/);
    await using cluster = await driverOf(bench).start(await topologyOf({ scheme: 'jwt', mode: 'none' }), context);
    assert.equal(cluster.origins.length, 2);
  });

  it('take them with them when they are killed, and when their bench is gone', async () => {
    for (const ending of ['killed', 'left'] as const) {
      const agent = await field.agent('a1', { ...withStore(), stays: true });
      const bench = await field.bench(1);
      const cluster = await driverOf(bench).start(await topologyOf({ scheme: 'jwt', mode: 'none' }), context);
      const [origin = ''] = cluster.origins;
      assert.equal((await fetch(`${origin}/healthz`)).status, 200);
      if (ending === 'killed') field.signal(agent, 'SIGKILL');
      else await bench.vanish();
      const isThere = () =>
        fetch(`${origin}/healthz`).then(
          () => true,
          () => false,
        );
      while (await isThere()) await delay(100);
      while ((await field.folders()).length > 0) await delay(50);
      await bench[Symbol.asyncDispose]();
      await field.endAgents();
    }
  });

  it('have the load of a run, whose report says so', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'authbench-run-'));
    try {
      await field.agent('a1', withStore(store.url));
      const out = join(folder, 'run');
      const flags = ['--profile', 'smoke', '--suite', 'load', '--store', store.url, '--agents', field.redis.url];
      const child = spawn(process.execPath, [cli, 'run', ...flags, '--expect', '1', '--ui', 'lines', '--out', out], {
        stdio: ['ignore', 'ignore', 'pipe'],
      });
      let said = '';
      child.stderr.on('data', (data) => {
        said += data;
      });
      const [code] = await once(child, 'close');
      assert.equal(code, 0, said);
      const results = Results.parse(JSON.parse(await readFile(join(out, 'results.json'), 'utf8')));
      assert.equal(results.run.topology.servers, 'on agents');
      const [agent] = results.agents ?? [];
      assert.ok(agent?.name === 'a1' && (agent.instances ?? 0) >= 3 && agent.blocks === 0, JSON.stringify(agent));
      assert.ok(results.run.notes.some((note) => /^Servers under load ran on agents/.test(note)));
      const cost = results.samples.filter(({ metric }) => metric === 'cpu.servers');
      for (const scheme of ['session', 'jwt', 'jwt-refresh'])
        assert.ok(
          cost.some((one) => one.scheme === scheme && one.value > 0),
          scheme,
        );
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });

  it('are refused where their store is another than that of the bench', async () => {
    await field.agent('a1', withStore(`${store.url}/3`));
    const flags = ['--profile', 'smoke', '--suite', 'load', '--store', store.url, '--agents', field.redis.url];
    const child = spawn(process.execPath, [cli, 'run', ...flags, '--expect', '1', '--ui', 'lines'], {
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let said = '';
    child.stderr.on('data', (data) => {
      said += data;
    });
    const [code] = await once(child, 'close');
    assert.notEqual(code, 0);
    assert.match(said, /AB-E402.*a1 would run servers on another store than that of this bench/s);
  });
});
