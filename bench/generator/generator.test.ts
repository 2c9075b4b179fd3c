import assert from 'node:assert/strict';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { after, before, describe, it } from 'node:test';
import type { VirtualUser } from '../../scenarios/kinds/load.ts';
import type { Protocol } from '../../servers/scheme.ts';
import { type Generator, startGenerator } from './generator.ts';
import { decodeHistogram } from './histogram.ts';
import type { ClosedJob, LoadResult, OpenJob } from './job.ts';

const protocol: Protocol = {
  credentials: {
    access: { role: 'access', from: { json: 'access' }, in: { header: 'authorization', prefix: 'Bearer ' } },
    refresh: { role: 'refresh', from: { json: 'refresh' }, in: { header: 'x-refresh', prefix: '' } },
  },
  steps: {
    login: {
      method: 'POST',
      path: '/login',
      json: { username: '{{username}}' },
      carries: [],
      ok: [200],
      subject: 'id',
    },
    me: { method: 'GET', path: '/me', carries: ['access'], ok: [200], subject: 'id' },
    refresh: { method: 'POST', path: '/refresh', carries: ['refresh'], ok: [200] },
  },
};
const user: VirtualUser = {
  user: { id: 'u1', username: 'ann', password: 'pw' },
  credential: {
    access: { role: 'access', values: { token: 'a' } },
    refresh: { role: 'refresh', values: { token: 'r' } },
  },
};
const signal = new AbortController().signal;

const job = (origin: string, change: Partial<OpenJob> = {}): OpenJob => ({
  executor: 'open',
  scenario: 'authenticated-read',
  protocol,
  authority: 'app.test',
  origins: [origin],
  users: [user],
  connections: 8,
  warmUpMs: 0,
  durationMs: 500,
  timeoutMs: 5_000,
  rate: 200,
  queueLimit: 10_000,
  ...change,
});
const closedJob = (origin: string, change: Partial<ClosedJob> = {}): ClosedJob => {
  const { rate: _, queueLimit: __, ...common } = job(origin);
  return { ...common, executor: 'closed', connections: 4, users: Array.from({ length: 4 }, () => user), ...change };
};
const balanced = ({ counts }: LoadResult) => {
  assert.equal(counts.sent + counts.dropped, counts.intended);
  assert.equal(counts.completed + counts.failed, counts.sent);
};

describe('the load generator', () => {
  let generator: Generator;
  before(async () => {
    generator = await startGenerator();
  });
  after(() => generator[Symbol.asyncDispose]());

  /** The best of some: connections are idle while the generator itself waits for a core. */
  async function busiest(wanted: ClosedJob): Promise<LoadResult> {
    let best = await generator.run(wanted, signal);
    for (let left = 9; left > 0 && best.inFlightMean <= 2.5; left -= 1) {
      const next = await generator.run(wanted, signal);
      if (next.inFlightMean > best.inFlightMean) best = next;
    }
    return best;
  }

  it('accounts for every arrival of a target that stalls, and times it from when it was due', async () => {
    await using stub = await startStub('stall');
    const result = await generator.run(job(stub.origin, { rate: 500, durationMs: 3_000 }), signal);
    const latency = decodeHistogram(result.latency ?? '');
    assert.deepEqual(
      { ...result.counts, late: 0 },
      { intended: 1_500, sent: 1_500, completed: 1_500, failed: 0, late: 0, dropped: 0 },
    );
    assert.equal(latency.totalCount, 1_500);
    assert.ok(latency.getValueAtPercentile(95) >= 800_000, `p95 is ${latency.getValueAtPercentile(95)} µs`);
    assert.ok(result.counts.late >= 400, `${result.counts.late} late`);
  });

  it('counts a fast refusal as an error, never as work', async () => {
    await using stub = await startStub('refuse');
    const result = await generator.run(job(stub.origin), signal);
    assert.equal(result.counts.completed, 0);
    assert.deepEqual(result.failures, { 'status 401': 100 });
    assert.equal(decodeHistogram(result.latency ?? '').totalCount, 0);
  });

  it('counts the answer for another user as an error', async () => {
    await using stub = await startStub('none');
    const users = [{ ...user, user: { ...user.user, id: 'u2' } }];
    const result = await generator.run(job(stub.origin, { users }), signal);
    assert.deepEqual(result.failures, { 'names another user': 100 });
  });

  it('loses nothing to a target that announces that it closes', async () => {
    await using stub = await startStub('close');
    const result = await generator.run(job(stub.origin), signal);
    assert.equal(result.counts.completed, 100);
    balanced(result);
  });

  for (const fault of ['reset', 'end']) {
    it(`loses nothing silently to a target that closes without an answer (${fault})`, async () => {
      await using stub = await startStub(fault);
      const result = await generator.run(job(stub.origin, { timeoutMs: 2_000 }), signal);
      balanced(result);
      assert.equal(result.counts.intended, 100);
      assert.equal(result.counts.failed, 5);
      assert.equal(result.failures.timeout, undefined);
    });
  }

  it('drops what is more than the queue takes', async () => {
    await using stub = await startStub('stall');
    const result = await generator.run(job(stub.origin, { rate: 500, durationMs: 2_000, queueLimit: 100 }), signal);
    balanced(result);
    assert.equal(result.counts.failed, 0);
    assert.ok(result.counts.dropped >= 200, `${result.counts.dropped} dropped`);
  });

  it('gives a silent target up, and drops what still waits at the end', async () => {
    await using stub = await startStub('silent');
    const limits = { connections: 2, queueLimit: 10, timeoutMs: 300, rate: 100 };
    const result = await generator.run(job(stub.origin, limits), signal);
    balanced(result);
    assert.equal(result.counts.intended, 50);
    assert.equal(result.counts.completed, 0);
    assert.ok(result.counts.dropped > 0 && result.counts.failed > 0);
  });

  it('never has two refreshes of one user under way, and hands back what the last one left', async () => {
    await using stub = await startStub('rotate');
    const result = await generator.run(job(stub.origin, { scenario: 'refresh' }), signal);
    assert.equal(result.counts.completed, 100);
    assert.deepEqual(result.users[0]?.credential.refresh, { role: 'refresh', values: { token: 'r100' } });
  });

  it('signs in without a credential', async () => {
    await using stub = await startStub('rotate');
    const result = await generator.run(
      job(stub.origin, { scenario: 'login', users: [{ ...user, credential: {} }] }),
      signal,
    );
    assert.equal(result.counts.completed, 100);
  });

  it('leaves the warm-up out of every figure', async () => {
    await using stub = await startStub('none');
    const edges: string[] = [];
    const result = await generator.run(job(stub.origin, { warmUpMs: 200 }), signal, (edge) => edges.push(edge));
    assert.equal(result.counts.completed, 100);
    assert.deepEqual(edges, ['start', 'end']);
  });

  it('obeys Little’s law: requests under way are throughput times service time', async () => {
    await using stub = await startStub('none');
    for (const one of [job(stub.origin), closedJob(stub.origin, { warmUpMs: 100 })]) {
      // whoever waits for a core between two readings of the clock is under way by one of them alone
      for (let left = 9; ; left -= 1) {
        const { inFlightMean, counts, elapsedMs, service } = await generator.run(one, signal);
        const expected = (counts.completed / elapsedMs) * (decodeHistogram(service).mean / 1_000);
        if (Math.abs(inFlightMean / expected - 1) < 0.05) break;
        assert.ok(left > 0, `${inFlightMean} under way, not ${expected}`);
      }
    }
  });

  it('saturates a target with its connections always busy', async () => {
    await using stub = await startStub('none');
    const result = await busiest(closedJob(stub.origin));
    assert.ok(result.counts.completed > 4);
    assert.deepEqual(result.failures, {});
    assert.ok(result.inFlightMean > 2.5 && result.inFlightMean <= 4, `${result.inFlightMean} of 4 busy`);
    assert.equal(result.latency, undefined);
  });

  it('opens no more connections than its users may use at once', async () => {
    await using stub = await startStub('rotate');
    const users = [
      user,
      { ...user, credential: { refresh: { role: 'refresh' as const, values: { token: 'other' } } } },
    ];
    const one = await generator.run(closedJob(stub.origin, { scenario: 'refresh', users }), signal);
    assert.deepEqual(one.failures, {});
    assert.ok(one.inFlightMean <= 2);
    const shared = await busiest(closedJob(stub.origin, { users: [user] }));
    assert.deepEqual(shared.failures, {});
    assert.ok(shared.inFlightMean > 2.5);
  });

  it('counts what a saturated target did not answer', async () => {
    await using stub = await startStub('reset');
    // every twentieth fails, and on a busy machine a block may be shorter than that
    for (let left = 19; ; left -= 1) {
      const { counts, failures } = await generator.run(closedJob(stub.origin), signal);
      assert.equal(counts.completed + counts.failed, counts.sent);
      assert.ok(counts.failed >= Math.floor(counts.completed / 20), JSON.stringify(counts));
      if (counts.failed > 0) {
        assert.deepEqual(failures, { 'closed without an answer': counts.failed });
        break;
      }
      assert.ok(left > 0, 'not one of 20 blocks had a request that failed');
    }
  });

  it('has an independent check of what a closed loop finds', async () => {
    await using stub = await startStub('none');
    // where cores are scarce half a second may be too short for more than the first of each connection
    for (let completed = 0; completed <= 4; ) {
      const { counts, failures } = await generator.run(closedJob(stub.origin, { engine: 'autocannon' }), signal);
      assert.equal(counts.completed, counts.sent);
      assert.deepEqual(failures, {});
      completed = counts.completed;
    }
  });

  it('says that nobody listens, and takes the next job', async () => {
    const refused = job('http://127.0.0.1:1', { timeoutMs: 200 });
    await assert.rejects(generator.run(refused, signal), {
      code: 'AB-E401',
      message: '0 of 8 connections opened within 200 ms',
    });
    await using stub = await startStub('none');
    assert.equal((await generator.run(job(stub.origin), signal)).counts.completed, 100);
  });

  it('stops at once when told to', async () => {
    await using stub = await startStub('none');
    const stop = new AbortController();
    const running = generator.run(job(stub.origin, { durationMs: 60_000 }), stop.signal, () =>
      stop.abort(new Error('enough')),
    );
    await assert.rejects(running, { message: 'enough' });
    assert.equal((await generator.run(job(stub.origin), signal)).counts.completed, 100);
  });

  it('runs what is in no figure beside the job that is measured', async () => {
    await using stub = await startStub('none');
    const stop = new AbortController();
    const measured = generator.run(job(stub.origin, { durationMs: 600_000 }), stop.signal);
    const beside = closedJob(stub.origin, { unmeasured: true, durationMs: 100 });
    // where cores are scarce nothing may be answered in a tenth of a second
    while ((await generator.run(beside, signal)).counts.completed === 0);
    stop.abort(new Error('enough'));
    await assert.rejects(measured, { message: 'enough' });
  });

  it('tells when its process dies in the middle of a job', async () => {
    await using stub = await startStub('none');
    await using doomed = await startGenerator();
    const running = doomed.run(job(stub.origin, { durationMs: 60_000 }), signal, () =>
      process.kill(doomed.pid, 'SIGKILL'),
    );
    await assert.rejects(running, { code: 'AB-E401', message: 'the load generator ended before its job' });
  });
});

async function startStub(fault: string) {
  const child = fork(new URL('./stub/stub.js', import.meta.url), [fault]);
  const [port] = await once(child, 'message');
  return {
    origin: `http://127.0.0.1:${port}`,
    async [Symbol.asyncDispose]() {
      child.disconnect();
      await once(child, 'exit');
    },
  };
}
