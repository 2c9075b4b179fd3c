import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { errorLine } from '../errors.ts';
import type { LoadJob, LoadResult } from '../generator/job.ts';
import { later } from '../machine/later.ts';
import { residentBytes } from '../machine/resources.ts';
import { type Bench, type Field, openField, redisHere } from './agents.fixture.ts';
import { leaseMs } from './control-keys.ts';
import { openRecordedWay } from './recorded-way.fixture.ts';
import { CellsAnswer } from './task.ts';

const { signal } = new AbortController();
const skip = redisHere === undefined && 'no redis-server or valkey-server is on PATH, and BullMQ needs a real one';

/** To run scenarios on jwt. */
const cellsTask = {
  ...{ kind: 'cells' as const, run: 'r1', profile: 'quick', schemes: ['jwt'], suites: ['security'] },
  ...{ seed: 1, store: 'auto' },
};

describe('agents', { skip }, () => {
  let field: Field;
  before(async () => {
    field = await openField();
  });
  afterEach(() => field.endAgents());
  after(() => field[Symbol.asyncDispose]());

  /** On a busy machine an agent may come too late, or stand still: that block is none, and no block of fewer. */
  const ofTheMachine = /too late to the common start|the generator stood still/;
  const block = (bench: Bench, change = {}) => ran(bench, () => field.job(bench.generator, change));
  const closedBlock = (bench: Bench) => ran(bench, () => field.closedJob(bench.generator));
  async function ran(bench: Bench, jobOf: () => Promise<LoadJob>): Promise<LoadResult> {
    for (;;) {
      const job = await jobOf();
      const result = await bench.generator.run(job, signal).catch((error: Error) => {
        if (!ofTheMachine.test(error.message)) throw error;
      });
      if (result) return result;
    }
  }
  const wasSound = 'nothing was wrong';
  /** A block with a fault in the middle; one that the machine ends before the fault is none. @returns what it ended in */
  async function blockWith(fault: () => unknown, bench: Bench, durationMs: number, faultAfterMs: number) {
    for (;;) {
      const job = await field.job(bench.generator, { durationMs });
      const ended = bench.generator.run(job, signal).then(() => wasSound, errorLine);
      const early = await Promise.race([ended, delay(faultAfterMs)]);
      if (early === undefined) {
        await fault();
        return { job, because: await ended };
      }
      // also one that is over already, where this process was held up itself
      if (early !== wasSound) assert.match(early, ofTheMachine);
    }
  }
  const silent = /a2: nothing was heard of it for 4 s/;
  const wrongOf = ({ parts = [] }: LoadResult) =>
    parts.flatMap(({ by, wrong }) =>
      wrong.filter((one) => !/event loop|of a core/.test(one)).map((one) => `${by}: ${one}`),
    );

  it('send every arrival once between them, in 20 blocks, and leave nothing in the control Redis', async () => {
    await Promise.all(['a1', 'a2', 'a3'].map((name) => field.agent(name)));
    {
      await using bench = await field.bench(3);
      for (let turn = 0; turn < 20; turn += 1) {
        const result = await block(bench);
        const { counts, parts = [] } = result;
        assert.deepEqual([counts.intended, counts.sent, counts.completed, counts.dropped], [100, 100, 100, 0]);
        assert.deepEqual(wrongOf(result), []);
        assert.equal(
          parts.reduce((sum, { counts: { completed } }) => sum + completed, 0),
          100,
        );
        assert.deepEqual(
          parts.map(({ by, counts: { sent } }) => [by, sent]),
          [
            ['a1', 34],
            ['a2', 33],
            ['a3', 33],
          ],
        );
      }
    }
    await field.endAgents('SIGTERM');
    assert.deepEqual(await field.keys(), ['authbench:run']);
  });

  it('are one closed loop together', async () => {
    await Promise.all(['a1', 'a2'].map((name) => field.agent(name)));
    await using bench = await field.bench(2);
    const result = await closedBlock(bench);
    assert.ok(result.counts.completed >= 12 && result.counts.failed === 0, JSON.stringify(result.counts));
    assert.equal(result.parts?.length, 2);
    assert.equal(result.users.length, 12);
  });

  it('lose the block, by name, when one is killed, and the run goes on with the rest', async () => {
    const [, second] = await Promise.all(['a1', 'a2'].map((name) => field.agent(name)));
    await using bench = await field.bench(2);
    await block(bench);
    const { job, because } = await blockWith(() => field.signal(second, 'SIGKILL'), bench, 6_000, 1_500);
    assert.match(because, silent);
    await assert.rejects(bench.generator.run(job, signal), /a2 was lost: nothing was heard of it for 4 s/);
    const alone = await block(bench);
    assert.deepEqual([alone.counts.completed, alone.parts?.map(({ by }) => by)], [100, ['a1']]);
    assert.ok(field.said.some((text) => /a2 is lost: .*; the run goes on with a1$/.test(text)));
  });

  it('lose the block when one is frozen, and what it owes is never sent', async () => {
    const [, second] = await Promise.all(['a1', 'a2'].map((name) => field.agent(name)));
    await using bench = await field.bench(2);
    await block(bench);
    assert.match((await blockWith(() => field.signal(second, 'SIGSTOP'), bench, 2_000, 1_200)).because, silent);
    const before = field.served();
    field.signal(second, 'SIGCONT');
    await delay(2_000);
    assert.equal(field.served() - before, 0);
    assert.ok(field.said.some((text) => /^a2: away +for \d+\.\d s; what was under way is dropped$/.test(text)));
  });

  it('lose the block when the event loop of one stands still, whose generator has done its part meanwhile', async () => {
    const [, second] = await Promise.all(['a1', 'a2'].map((name) => field.agent(name)));
    await using bench = await field.bench(2);
    await block(bench);
    assert.match((await blockWith(() => second?.send(leaseMs + 4_000), bench, 2_000, 1_200)).because, silent);
  });

  it('lose the block when the control Redis begins anew, and are found again', async () => {
    await Promise.all(['a1', 'a2'].map((name) => field.agent(name)));
    await using bench = await field.bench(2);
    await block(bench);
    const { because } = await blockWith(() => field.redis.faults?.restart(), bench, 3_000, 1_200);
    assert.match(because, /a1: the control Redis began anew/);
    const { parts = [], counts } = await block(bench);
    assert.deepEqual([counts.completed, parts.map(({ by }) => by)], [100, ['a1', 'a2']]);
  });

  it('end by themselves, with all that they started, when the control Redis is gone for good, and so does the bench', async () => {
    const agents = await Promise.all(['a1', 'a2'].map((name) => field.agent(name, { stays: false })));
    await using bench = await field.bench(2);
    await block(bench);
    await field.redis.faults?.kill();
    await assert.rejects(field.job(bench.generator).then((job) => bench.generator.run(job, signal)));
    await field.ended(agents);
    await field.redis.faults?.restart();
  });

  it('end with their bench, also with one that was killed', async () => {
    const agents = await Promise.all(['a1', 'a2'].map((name) => field.agent(name, { stays: false })));
    const bench = await field.bench(2);
    await block(bench);
    await bench.vanish();
    await field.ended(agents);
    assert.equal(residentBytes(agents.map(({ pid }) => pid)), undefined);
  });

  it('lose the block when the network of one is cut, which then sends nothing more', async () => {
    await field.agent('a1');
    await using way = await openRecordedWay(field.redis.url);
    await field.agent('a2', { control: way.url });
    await using bench = await field.bench(2);
    await block(bench);
    assert.match((await blockWith(() => way.cut(), bench, 2_000, 1_000)).because, silent);
    const before = field.served();
    await delay(1_000);
    assert.equal(field.served(), before);
    const alone = await block(bench);
    assert.deepEqual([alone.counts.completed, alone.parts?.map(({ by }) => by)], [100, ['a1']]);
  });

  it('are known by the target when their clocks are wrong, whatever they say', async () => {
    await Promise.all([field.agent('a1'), field.agent('a2', { clockErrorMs: -500 })]);
    await using bench = await field.bench(2);
    const late: boolean[][] = [];
    // the best of some: on a busy machine one begins later still
    while (late.length < 20 && !isDeepStrictEqual(late.at(-1), [false, true])) {
      const result = await block(bench, { durationMs: 300 });
      const judged = bench.generator.shared?.seen(result, await field.job(bench.generator), field.firsts());
      const isLate = (one: string) => /^began [456]\d\d ms after the first of them, as/.test(one);
      late.push((judged?.parts ?? []).map(({ wrong }) => wrong.some(isLate)));
    }
    assert.deepEqual(late.at(-1), [false, true]);
  });

  it('never let a password, a token or a key pass through the control Redis', async () => {
    await using way = await openRecordedWay(field.redis.url);
    await Promise.all(['a1', 'a2'].map((name) => field.agent(name, { control: way.url })));
    await using bench = await field.bench(2, way.url);
    await block(bench);
    await closedBlock(bench);
    const passed = way.passed();
    // what is looked for would be seen
    for (const known of ['authenticated-read', 'user-7', 'run-']) assert.ok(passed.includes(known), known);
    for (const secret of field.secrets()) assert.ok(!passed.includes(secret), secret);
    assert.doesNotMatch(passed, /eyJ[\w-]{10,}/);
  });

  it('do a task once that is delivered twice, and say so', async () => {
    await Promise.all(['a1', 'a2'].map((name) => field.agent(name)));
    await using bench = await field.bench(2);
    await block(bench);
    const said: string[][] = [];
    // a block that the machine made come too late is made again, and then that one was not delivered twice
    while (said.length < 20 && (said.at(-1) ?? []).length === 0) {
      const again = await field.deliverTwice('a1');
      const result = await block(bench, { durationMs: 800 });
      await again();
      assert.equal(result.counts.completed, 160);
      said.push(wrongOf(result));
    }
    assert.deepEqual(said.at(-1), ['a1: its task was delivered twice, and done once']);
  });

  it('need a user of the control Redis that sees their own keys, and no other command', async () => {
    const words = '-@all +@connection +@read +@write +@scripting +@transaction -@dangerous +info +time';
    await field.ask(({ asked }) =>
      asked.call(
        'ACL',
        'SETUSER',
        'bench',
        'on',
        '>word',
        'resetkeys',
        '~authbench:*',
        'resetchannels',
        ...words.split(' '),
      ),
    );
    const url = field.redis.url.replace('redis://', 'redis://bench:word@');
    await Promise.all(['a1', 'a2'].map((name) => field.agent(name, { control: url })));
    await using bench = await field.bench(2, url);
    assert.equal((await block(bench)).counts.completed, 100);
    assert.equal(await field.ask(({ asked }) => asked.call('ACL', 'LOG', '1')).then(String), '');
  });

  it('are refused where one has the name of another, is of another version, or serves another bench', async () => {
    await field.agent('a1');
    await assert.rejects(field.agentHere('a1'), /another agent is called a1/);
    const bench = await field.bench(1);
    await assert.rejects(field.bench(1), /the agents of this control Redis are in run run-/);
    await bench[Symbol.asyncDispose]();
    await field.plantCard({ name: 'a9', version: '0.0.1' });
    await assert.rejects(field.bench(2), /a9 is 0\.0\.1/);
  });

  it('serve the bench that comes as soon as the one before has ended', async () => {
    await Promise.all(['a1', 'a2'].map((name) => field.agent(name)));
    for (let turn = 0; turn < 2; turn += 1) {
      await using bench = await field.bench(2);
      const { counts, parts = [] } = await block(bench);
      assert.deepEqual([counts.completed, parts.map(({ by }) => by)], [100, ['a1', 'a2']]);
    }
  });

  it('run scenarios on servers of their own, and leave no folder and no process', async () => {
    const [, second] = await Promise.all(['a1', 'a2'].map((name) => field.agent(name, { roles: ['cells'] })));
    await using bench = await field.bench(2);
    const [one, two] = bench.roster.of('cells');
    const scenarios = ['jwt-unsigned', 'jwt-kid-injection'];
    assert.ok(one && two);
    const ask = (member: typeof one, ...named: string[]) =>
      member.ask({ ...cellsTask, scenarios: named }, 300_000, signal);
    const { attacks, evidence } = CellsAnswer.parse(await ask(one, ...scenarios));
    assert.deepEqual(
      attacks.map(({ id, scheme, outcome, control }) => [id, scheme, outcome, control.beaten]),
      [
        ['jwt-kid-injection', 'jwt', 'blocked', true],
        ['jwt-unsigned', 'jwt', 'blocked', true],
      ],
    );
    assert.ok(evidence.length >= 4, `${evidence.length}`);
    await assert.rejects(ask(one, 'no-such'), /ended with 64: /);
    // one that is killed in the midst of it takes all with it that it started
    const cut = later(ask(two, ...scenarios));
    while (!(await field.folders()).some((name) => name.startsWith('authbench-2'))) await delay(50);
    field.signal(second, 'SIGKILL');
    await assert.rejects(cut, /nothing was heard of it for 4 s/);
    while ((await field.folders()).length > 0) await delay(50);
  });

  it('load nothing that they were not started for, and no more than they may', async () => {
    await field.agent('a1', {
      limits: { ratePerSecond: 50 },
    });
    await using bench = await field.bench(1);
    await assert.rejects(block(bench), /a1: 200 requests\/s are more than the 50 that it may send/);
    await assert.rejects(
      block(bench, { origins: ['http://10.1.2.3:80'] }),
      /a1: it was not started for 10\.1\.2\.3: --allow-target 10\.1\.2\.3/,
    );
    assert.equal(field.served(), 0);
  });
});
