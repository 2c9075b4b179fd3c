import { execFile, fork } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { connect } from 'node:net';
import { promisify } from 'node:util';
import { Client } from 'undici';
import { createArrivals } from '../../generator/arrivals.ts';
import { openConnection } from '../../generator/connection.ts';
import { startGenerator } from '../../generator/generator.ts';
import { decodeHistogram } from '../../generator/histogram.ts';
import { createOccupancy } from '../../generator/occupancy.ts';
import { pace } from '../../generator/pacer.ts';
import { jobFor } from '../../generator/stub/stub-job.ts';
import { createAlarm } from '../../machine/link/alarm.ts';

/**
 * Usage: `node dist/bench/tools/proofs/engine-cost.js`.
 * What one request costs the generator, in µs of CPU, by engine, on this machine and against the same server. It settled
 * which engine the open loop has, and says what a machine can offer.
 * The lower the rate, the more a request costs in every engine: a process that sleeps until an arrival is due pays for
 * waking up. `node:net alone` is that floor. Exits with 1 where our engine takes more than 25 µs when it sends all it can.
 */
const seconds = 4;
const ours = 'node:net, http-parser-js';
const mostUs = 25;
/** Before anything is counted, alike for all. */
const warmUpSeconds = 2;
const connections = 8;
const authorization = `Bearer ${'x'.repeat(211)}`;
const request = Buffer.from(`GET /me HTTP/1.1\r\nhost: app.test\r\nauthorization: ${authorization}\r\n\r\n`);
const run = promisify(execFile);

type Send = (done: () => void) => void;
type Engine = (port: number) => Promise<{ send: Send; close(): void }>;

const engines: Readonly<Record<string, Engine>> = {
  // what Node itself asks for a request and an answer that nobody looks at: the floor of the one below
  'node:net alone': (port) =>
    new Promise((resolve) => {
      let answered = () => {};
      const callback = () => {
        setImmediate(answered);
        return true;
      };
      const socket = connect({
        host: '127.0.0.1',
        port,
        noDelay: true,
        onread: { buffer: new Uint8Array(65_536), callback },
      });
      const send: Send = (done) => {
        answered = done;
        socket.write(request);
      };
      socket.on('connect', () => resolve({ send, close: () => socket.destroy() }));
    }),
  [ours]: (port) =>
    new Promise((resolve) => {
      let opened = false;
      const occupancy = createOccupancy();
      openConnection({ hostname: '127.0.0.1', port }, 5_000, (connection) => {
        if (opened) return;
        opened = true;
        // Like the executor, sends the next one only when the connection says that it is ready.
        const send: Send = (done) => connection.send(request, occupancy, () => setImmediate(done));
        resolve({ send, close: () => connection.destroy('closed') });
      });
    }),
  undici: async (port) => {
    const client = new Client(`http://127.0.0.1:${port}`, { pipelining: 1 });
    await client.request({ method: 'GET', path: '/' }).then(({ body }) => body.dump());
    const send: Send = (done) =>
      client.dispatch(
        { method: 'GET', path: '/me', headers: { host: 'app.test', authorization } },
        {
          onRequestStart() {},
          onResponseStart() {},
          onResponseData() {},
          onResponseEnd: () => void setImmediate(done),
          onResponseError: (_, error) => {
            throw error;
          },
        },
      );
    return { send, close: () => void client.destroy() };
  },
};

const stub = fork(new URL('../../generator/stub/stub.js', import.meta.url), ['none']);
const [port] = (await once(stub, 'message')) as [number];
await using generator = await startGenerator();
using alarm = await createAlarm();
await whole(6_000);
for (const rate of [500, 2_000, 4_000]) print(rate, 'the whole generator', await whole(rate));
for (const rate of [500, 2_000, undefined]) {
  for (const [name, engine] of Object.entries(engines)) {
    const cost = await drive(engine, rate);
    print(rate, name, cost);
    if (name === ours && rate === undefined && cost.us > mostUs) process.exitCode = 1;
  }
}
const autocannon = createRequire(import.meta.url).resolve('autocannon');
print(
  undefined,
  'autocannon',
  await outside(`"${process.execPath}" "${autocannon}" --json`, /"requests":.*?"total":(\d+)/),
);
print(undefined, 'wrk', await outside('wrk -t1 --latency', /(\d+) requests in/).catch(() => 'not installed'));
stub.disconnect();

interface Cost {
  readonly us: number;
  readonly perSecond: number;
  /** The median service time, in words. */
  readonly p50?: string | undefined;
}

/**
 * As in a run: a process of its own that has sent thousands of requests before, credentials of many users, every answer
 * judged and recorded.
 */
async function whole(rate: number): Promise<Cost | string> {
  const job = jobFor(port, rate, 1_000, seconds * 1_000);
  const { generatorCpuUs, counts, service } = await generator.run(job, new AbortController().signal);
  if (counts.completed === 0) return 'no request was answered';
  const p50 = `, service p50 ${(decodeHistogram(service).getValueAtPercentile(50) / 1_000).toFixed(2)} ms`;
  return { us: generatorCpuUs / counts.completed, perSecond: counts.completed / seconds, p50 };
}

function print(rate: number | undefined, name: string, cost: Cost | string): void {
  const offered = rate === undefined ? 'all it can' : `${rate}/s`;
  const found =
    typeof cost === 'string'
      ? cost
      : `${cost.us.toFixed(1)} µs per request at ${Math.round(cost.perSecond)}/s${cost.p50 ?? ''}`;
  console.log(`${offered.padEnd(12)}${name.padEnd(28)}${found}`);
}

async function drive(engine: Engine, rate: number | undefined) {
  const pool = await Promise.all(Array.from({ length: connections }, () => engine(port)));
  const idle = pool.map(({ send }) => send);
  const waiting: true[] = [];
  let completed = 0;
  const start = (send: Send) =>
    send(() => {
      completed++;
      if (waiting.pop()) start(send);
      else idle.push(send);
    });
  const arrive = () => {
    const send = idle.pop();
    if (send) start(send);
    else waiting.push(true);
  };
  const block = async (at: number | undefined, durationMs: number) => {
    const startAt = performance.now();
    if (at === undefined) {
      waiting.push(...Array.from({ length: 100 }, () => true as const));
      while (idle.length > 0) arrive();
      while (performance.now() < startAt + durationMs) {
        waiting.length = 100;
        waiting.fill(true);
        await new Promise((resolve) => setTimeout(resolve, 1));
      }
      waiting.length = 0;
    } else {
      const { count, dueMs } = createArrivals(at, durationMs);
      const due = (index: number) => (index < count ? startAt + dueMs(index) : undefined);
      await pace(alarm, due, arrive, new AbortController().signal);
    }
  };
  // compiled before it is measured
  await block(undefined, warmUpSeconds * 1_000);
  while (idle.length < pool.length) await new Promise((resolve) => setTimeout(resolve, 1));
  completed = 0;
  const startAt = performance.now();
  const before = process.cpuUsage();
  await block(rate, seconds * 1_000);
  const { user, system } = process.cpuUsage(before);
  while (idle.length < pool.length) await new Promise((resolve) => setTimeout(resolve, 1));
  for (const { close } of pool) close();
  return { us: (user + system) / completed, perSecond: (completed * 1_000) / (performance.now() - startAt) };
}

/** Another program, without its start and its first seconds: what a long run used, less what a short one did. */
async function outside(command: string, counts: RegExp): Promise<Cost | string> {
  const short = await ran(command, counts, warmUpSeconds);
  const long = await ran(command, counts, warmUpSeconds + seconds);
  const requests = long.requests - short.requests;
  if (!long.requests) return 'not installed';
  return { us: (1e6 * (long.cpuSeconds - short.cpuSeconds)) / requests, perSecond: requests / seconds, p50: long.p50 };
}

/** A program's CPU time as its shell saw it: `times` is POSIX, and its last line is that of the children. */
async function ran(command: string, counts: RegExp, forSeconds: number) {
  const url = `http://127.0.0.1:${port}/me`;
  const script = `${command} -c${connections} -d${forSeconds} -H 'authorization: ${authorization}' ${url}; times`;
  const { stdout } = await run('sh', ['-c', script], { maxBuffer: 1e7 });
  const times = [...(stdout.trim().split('\n').at(-1) ?? '').matchAll(/(\d+)m([\d.]+)s/g)];
  const p50 = /50%\s+([\d.]+\w+)/.exec(stdout)?.[1];
  return {
    requests: Number(counts.exec(stdout)?.[1] ?? 0),
    cpuSeconds: times.reduce((sum, [, minutes, rest]) => sum + Number(minutes) * 60 + Number(rest), 0),
    p50: p50 && `, service p50 ${p50}`,
  };
}
