import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import type { RequestListener } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { armOf } from '../../reports/results/fixtures/arm.ts';
import authenticatedRead from '../../scenarios/load/authenticated-read.ts';
import login from '../../scenarios/load/login.ts';
import { passwordOf, seedAccounts, userName } from '../../servers/accounts/seed.ts';
import jwtScheme from '../../servers/schemes/jwt.ts';
import type { RunnerParts } from '../cells/run-cell.ts';
import { processes } from '../cluster/processes.ts';
import type { Generator } from '../generator/generator.ts';
import type { LoadJob } from '../generator/job.ts';
import { createRandom } from '../machine/random.ts';
import { loadCell } from '../plan/plan-load.ts';
import { profiles } from '../plan/profiles.ts';
import type { StoreHandle } from '../store/open-store.ts';
import { TargetDescription } from '../targets/external/description.ts';
import { readTarget } from '../targets/external/external-target.ts';
import { openTarget } from '../targets/external/open-target.ts';
import { ownTarget } from '../targets/own/own-target.ts';
import type { RunContext } from '../targets/run-context.ts';
import { jsonLogin, knows, listen, users } from '../tools/development/development.ts';
import type { MeasuringContext } from './measuring-context.ts';
import { offeredRates } from './offered-rates.ts';
import { findRates, leastOf, pilotTarget } from './pilot.ts';

const jwt = ownTarget(jwtScheme);

const { signal } = new AbortController();
const extent = profiles.smoke.load;
let folder = '';
let context: RunContext;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'authbench-pilot-'));
  const template = join(folder, 'accounts.jsonl');
  await seedAccounts(template, { users: extent.users, seed: 'test', passwordCost: 4 });
  const account = (id: string) => ({ id, username: id, password: passwordOf('test', id) });
  context = {
    folder,
    logFolder: folder,
    accounts: {
      template,
      users: Array.from({ length: extent.users }, (_, i) => account(userName(i + 1))),
      admin: account('admin'),
    },
    settings: { passwordCost: 4, loginFailures: 0 },
    clusters: processes,
    store: {} as StoreHandle,
    mayKillStore: false,
    seed: 1,
    effort: 'smoke',
    signal,
  };
});
after(() => rm(folder, { recursive: true, force: true }));

/** So many requests are answered in each job after the bursts of the warm-up, the last of them in all further ones. */
function answering(...completed: number[]) {
  const asked: number[] = [];
  const run = async ({ users, durationMs }: LoadJob) => {
    if (asked.length === 0 && durationMs < 100) return { counts: { completed: 1 }, elapsedMs: 1, users };
    asked.push(durationMs);
    return { counts: { completed: completed[asked.length - 1] }, elapsedMs: durationMs, users };
  };
  return { asked, generator: { run } as unknown as Generator };
}

describe('the rate that pilots find', () => {
  const rates = (generator: Generator) => findRates([authenticatedRead], [jwt], extent, generator, context);

  it('is a share of what was answered', async () => {
    const { generator, asked } = answering(700);
    assert.deepEqual([...(await rates(generator))], [[authenticatedRead.id, { perSecond: 150 }]]);
    assert.deepEqual(asked, [700]);
  });

  it('is looked for again, and for longer, where nothing was', async () => {
    const { generator, asked } = answering(0, 500);
    assert.deepEqual([...(await rates(generator)).values()], [{ perSecond: 15 }]);
    assert.deepEqual(asked, [700, 5_000]);
  });

  it('is none where nothing is answered, in plain words', async () => {
    const { generator } = answering(0, 0);
    const because = 'no request of the pilot on jwt was answered in 5 s';
    assert.deepEqual([...(await rates(generator)).values()], [{ because }]);
  });

  it('is none where the pilot breaks, and says of what', async () => {
    const generator = { run: () => Promise.reject(new Error('the load generator ended before its job')) };
    const because = 'the pilot on jwt did not come to its end: the load generator ended before its job';
    assert.deepEqual([...(await rates(generator as unknown as Generator)).values()], [{ because }]);
  });

  it('is that of the slowest who carries any', () => {
    const nothing = { because: 'nothing' };
    assert.deepEqual(leastOf([{ perSecond: 9 }, nothing, { perSecond: 3 }]), { perSecond: 3 });
    assert.deepEqual(leastOf([nothing]), nothing);
  });
});

/** A server that answers logins so late, and where it is told to, none that is right. */
async function target(name: string, loginMs: number) {
  let broken = false;
  const serve: RequestListener = async (request, response) => {
    const json = (status: number, body: object) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    if (request.url === '/me') {
      const user = /^of (\w+)$/.exec(String(request.headers['x-session']))?.[1];
      return json(user ? 200 : 401, { name: user });
    }
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const { username, password } = JSON.parse(Buffer.concat(chunks).toString());
    await delay(loginMs);
    if (broken) return json(500, {});
    return knows(username, password) ? json(200, { id: `of ${username}` }) : json(401, {});
  };
  const started = await listen(serve, (origin) => ({
    name,
    origin,
    users,
    credentials: { session: { role: 'session', from: 'json:id', in: { header: 'x-session' } } },
    login: jsonLogin,
    call: { path: '/me', subject: 'name' },
  }));
  const plain = readTarget(TargetDescription.parse(started.description), {});
  const random = createRandom(1);
  const open = await openTarget(plain, { logFolder: folder, random, effort: 'smoke', signal, env: {} });
  return {
    open,
    break: () => {
      broken = true;
    },
    async [Symbol.asyncDispose]() {
      await open[Symbol.asyncDispose]();
      await started[Symbol.asyncDispose]();
    },
  };
}

describe('the rate that a target is offered', () => {
  async function offered(loginMs: number, share: number) {
    await using slow = await target('slow', loginMs);
    return await pilotTarget(login, slow.open.target, { ...extent, share }, context);
  }

  it('is a share of what it carries when asked for a few at once', async () => {
    // a machine that does nothing else answers 16 in 50 ms
    const offer = await offered(50, 1);
    assert.ok('perSecond' in offer && offer.perSecond <= 320, JSON.stringify(offer));
  });

  it('is none where that is too little to be measured, in plain words', async () => {
    const offer = await offered(100, 0.001);
    assert.match(
      'because' in offer ? offer.because : '',
      /^16 requests at once took it \d+\.\d s: what it would be offered, 0\.1 % of what it carries, is less than 2 requests\/s, too few to tell anything$/,
    );
  });

  it('is none for who carries none, which the others do not suffer from', async () => {
    await using good = await target('good', 1);
    await using bad = await target('bad', 1);
    bad.break();
    const cells = [good, bad].map(({ open }, i) =>
      loadCell(login, { arm: armOf('load', open.target.id), scheme: open.target }, 1, i + 1),
    );
    const said: string[] = [];
    const parts = {
      schemes: [],
      builder: { results: () => ({ samples: [] }) },
      progress: { say: (text: string) => said.push(text) },
    } as unknown as RunnerParts;
    const measuring = { context } as unknown as MeasuringContext;
    const offer = await offeredRates('load', [cells], { ...extent, share: 1 }, measuring, parts);
    const [its, others] = cells.map(offer);
    assert.ok(its && 'perSecond' in its, JSON.stringify(its));
    const because = 'a few requests at once got no good answer: status 500';
    assert.deepEqual(others, { because });
    assert.equal(said[1], `load       login: not measured on bad, since ${because}`);
  });
});
