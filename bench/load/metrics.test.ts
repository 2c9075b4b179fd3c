import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { metric as told } from '../../reports/metrics.ts';
import { createHistogram, encodeHistogram } from '../generator/histogram.ts';
import type { LoadResult } from '../generator/job.ts';
import type { Usage } from '../machine/resources.ts';
import { type Components, readBlock } from './metrics.ts';

const all = (value: number, count: number) => {
  const histogram = createHistogram();
  histogram.recordValueWithCount(value, count);
  return encodeHistogram(histogram);
};
/** 1,000 requests in 2 s, 1 ms each: half a request under way. */
const good: LoadResult = {
  counts: { intended: 1_000, sent: 1_000, completed: 1_000, failed: 0, late: 3, dropped: 0 },
  steps: { me: 1_000 },
  failures: {},
  answered: 1_100,
  elapsedMs: 2_000,
  span: { dueMs: 990, doneMs: 990 },
  latency: all(2_000, 1_000),
  service: all(1_000, 1_000),
  lag: all(600, 1_000),
  bytesUp: 300_000,
  bytesDown: 200_000,
  inFlightMean: 0.5,
  generatorCpuUs: 25_000,
  loopDelay: all(1_500, 25),
  users: [],
};
const one = (cpuUs: number, waitUs = 0) => ({ cpuUs, waitUs, rssBytes: 1_000_000 });
const usage: Usage = {
  wallMs: 2_000,
  processes: new Map([
    [1, one(60_000, 1_000)],
    [2, one(40_000)],
    [3, one(20_000)],
    [4, one(25_000)],
  ]),
  machine: { busyCores: 0.1725, stealCores: 0.01 },
};
const components: Components = { servers: [1, 2], store: 3, generator: 4 };
const read = (
  change: Partial<LoadResult> = {},
  used: { readonly usage?: Usage } = { usage },
  of: Partial<Components> = {},
) => {
  const { metrics, absent, invalid } = readBlock({ ...good, ...change }, used.usage, { ...components, ...of });
  return {
    invalid,
    metrics,
    values: Object.fromEntries(metrics.map(({ metric, value }) => [metric, Math.round(value * 1e6) / 1e6])),
    absent: Object.fromEntries(absent.map(({ metric, because }) => [metric, because])),
  };
};

describe('the figures of a block of load', () => {
  it('are per completed request, and each component pays for itself', () => {
    assert.deepEqual(read().values, {
      errors: 0,
      dropped: 0,
      late: 3,
      'achieved.ratio': 1,
      'loop.generator': 1_500,
      'generator.cores': 0.0125,
      'lag.p50': 600,
      'lag.p99': 600,
      throughput: 500,
      'latency.p50': 2_000,
      'latency.p95': 2_000,
      'latency.p99': 2_000,
      'service.p50': 1_000,
      'service.p95': 1_000,
      'service.p99': 1_000,
      'bytes.up': 300,
      'bytes.down': 200,
      'inflight.littles-law': 1,
      'cpu.servers': 100,
      'cpu.store': 20,
      'cpu.total': 120,
      'cpu.generator': 25,
      'wait.servers': 1,
      'rss.servers': 2_000_000,
      'machine.foreign': 0.1,
      'machine.steal': 0.01,
      'machine.waiting': 0.006849,
    });
    assert.deepEqual(read().absent, {});
    assert.ok(read().metrics.every(({ valid, invalidReason }) => valid && invalidReason === undefined));
  });

  it('are worth nothing where a CPU quota kept cores back, but for what is only counted', () => {
    const throttled = (throttledCores: number) =>
      read({}, { usage: { ...usage, machine: { busyCores: 0.1725, stealCores: 0.01, throttledCores } } });
    assert.deepEqual(throttled(0.01).invalid, []);
    const { invalid, metrics, values } = throttled(0.2);
    assert.equal(values['machine.throttled'], 0.2);
    assert.match(invalid.join(), /^a CPU quota kept 0\.20 cores back, at most 0\.01 are allowed/);
    assert.equal(metrics.find(({ metric }) => metric === 'latency.p50')?.valid, false);
    assert.equal(metrics.find(({ metric }) => metric === 'bytes.up')?.valid, true);
  });

  it('are missing with the reason, never 0, where nothing was counted', () => {
    const { values, absent } = read({}, {});
    assert.equal('cpu.servers' in values, false);
    assert.equal(absent['cpu.servers'], 'this machine does not count it');
    assert.equal(absent['cpu.total'], 'this machine does not count it');
    assert.equal(values['cpu.generator'], 25);
    const died = read({}, { usage: { ...usage, processes: new Map([[1, one(1)]]) } });
    assert.equal(died.absent['cpu.servers'], 'a process ended during the block');
  });

  it('have no total where the store cannot be seen, and no store where none takes part', () => {
    assert.equal(
      read({}, { usage }, { store: 'elsewhere' }).absent['cpu.total'],
      'the store runs where its CPU cannot be read',
    );
    const alone = read({}, { usage }, { store: 'none' });
    assert.equal(alone.values['cpu.total'], 100);
    assert.equal(alone.absent['cpu.store'], 'no store takes part');
  });

  it('have no cost where the servers are out of sight, and no other programs, since they are among those', () => {
    const { values, absent } = read({}, { usage }, { servers: [], store: 'none' });
    for (const metric of ['cpu.servers', 'cpu.total', 'wait.servers', 'rss.servers', 'machine.foreign']) {
      assert.equal(metric in values, false, metric);
      assert.equal(absent[metric], 'the servers run where the bench cannot tell them from other programs');
    }
    assert.equal(values['latency.p50'], 2_000);
  });

  it('name what a balancer costs, and leave it out of the total', () => {
    const { values } = read({}, { usage }, { servers: [1], balancer: 2 });
    assert.equal(values['cpu.balancer'], 40);
    assert.equal(values['cpu.total'], 80);
    assert.equal(values['machine.foreign'], read().values['machine.foreign']);
  });

  it('count a store that is given, and on this machine, among what takes part, and among no other programs', () => {
    const given = { store: 'elsewhere', givenStore: 3 } as const;
    const [own, foreign, unseen] = [{}, given, { store: 'elsewhere' } as const].map(
      (of) => read({}, { usage }, of).values,
    );
    for (const metric of ['machine.foreign', 'machine.waiting']) assert.equal(foreign?.[metric], own?.[metric], metric);
    assert.equal(unseen?.['machine.foreign'], 0.11);
    assert.equal(foreign?.['cpu.store'], undefined);
  });

  it('have a high percentile only where ten requests lie beyond it', () => {
    const { values, absent } = read({ latency: all(2_000, 999), service: all(1_000, 199) });
    assert.equal(absent['latency.p99'], '999 requests, and 1000 are needed');
    assert.equal(absent['service.p95'], '199 requests, and 200 are needed');
    assert.equal(values['latency.p95'], 2_000);
  });

  it('tell how long the warm-up took, and whether it came to rest', () => {
    const warmUp = { ms: 640, steady: false };
    const aside = { warmUp, secondHalf: 0.98, traffic: undefined, loopDelays: undefined };
    const { metrics } = readBlock(good, usage, components, aside);
    const told = metrics
      .filter(({ metric }) => metric.startsWith('warm-up.'))
      .map(({ metric, value }) => [metric, value]);
    assert.deepEqual(told, [
      ['warm-up.length', 640],
      ['warm-up.steady', 0],
    ]);
    const short = readBlock(good, usage, components, { ...aside, warmUp: { ms: 400, steady: undefined } });
    assert.equal(short.absent.find(({ metric }) => metric === 'warm-up.steady')?.because, 'too short to tell');
  });

  it('have a title each, which a report shows in place of their name', () => {
    const traffic = { commands: 2_200, bytesIn: 110_000, bytesOut: 220_000 };
    const aside = { warmUp: { ms: 640, steady: true }, secondHalf: 0.98, traffic, loopDelays: undefined };
    const { metrics } = readBlock(good, usage, { ...components, balancer: 2 }, aside);
    const names = metrics.map(({ metric }) => metric);
    assert.ok(names.includes('block.second-half') && names.includes('store.bytes.out'));
    assert.deepEqual(
      names.filter((name) => told(name).title === name),
      [],
    );
  });

  it('tell what each request asks of the store, of all that the job sent, and nothing where none takes part', () => {
    const traffic = { commands: 2_200, bytesIn: 110_000, bytesOut: 220_000 };
    const aside = { loopDelays: undefined, warmUp: undefined, secondHalf: undefined, traffic };
    const of = (change: Partial<typeof aside> | { traffic: undefined }, store: Components['store'] = 3) => {
      const { metrics, absent } = readBlock(good, usage, { ...components, store }, { ...aside, ...change });
      const [commands, bytesIn, bytesOut] = ['store.commands', 'store.bytes.in', 'store.bytes.out'].map(
        (name) =>
          metrics.find(({ metric }) => metric === name)?.value ?? absent.find(({ metric }) => metric === name)?.because,
      );
      return [commands, bytesIn, bytesOut];
    };
    assert.deepEqual(of({}), [2, 100, 200]);
    assert.deepEqual(of({ traffic: undefined }), Array(3).fill('the store does not tell'));
    assert.deepEqual(of({ traffic: undefined }, 'none'), [0, 'no store takes part', 'no store takes part']);
  });

  it('have no latency in a closed loop, whose sends are never late', () => {
    const { absent, values, invalid } = read({
      latency: undefined,
      lag: undefined,
      bytesUp: undefined,
      counts: { ...good.counts, intended: 0 },
    });
    assert.equal(absent['latency.p50'], 'a closed loop has no intended send time');
    assert.equal(values['service.p50'], 1_000);
    assert.deepEqual(invalid, []);
  });
});

describe('what disturbed a block', () => {
  const otherLoad = (otherLoadCores: number, busyCores: number) =>
    read({}, { usage: { ...usage, machine: { busyCores, stealCores: 0, otherLoadCores } } }).values['machine.foreign'];

  it('is what other programs were seen to use', () => {
    assert.equal(otherLoad(0.03, 0.1725), 0.03);
    assert.equal(otherLoad(0, 0.3), 0);
  });

  it('is also what the machine was busy with beyond all programs in sight, less what ticks miscount', () => {
    assert.equal(otherLoad(0.03, 1.0725), 0.75);
  });
});

/** Then what is only counted is as true as ever. */
const isLate = (title: string) => /fell behind|busy|came late/.test(title);

describe('a block of load is invalid', () => {
  const counts = good.counts;
  for (const [title, change, reason] of [
    [
      'with one wrong answer',
      { counts: { ...counts, completed: 999, failed: 1 }, failures: { 'status 401': 1 } },
      '1 of 1000 requests failed: status 401 (1)',
    ],
    [
      'with one dropped start',
      { counts: { ...counts, sent: 999, completed: 999, dropped: 1 } },
      '1 of 1000 requests were never sent',
    ],
    [
      'when the target fell behind',
      { span: { dueMs: 940, doneMs: 1_000 } },
      '94.0 % of the offered rate was achieved, at least 95.0 % is needed',
    ],
    [
      'when the generator was busy',
      { generatorCpuUs: 1_500_000 },
      'the load generator used 75.0 % of a core, at most 70.0 % is allowed',
    ],
    [
      'when the generator came late to its own work',
      { loopDelay: all(30_400, 25) },
      "the load generator's event loop was up to 30.4 ms late, at most 25.0 ms is allowed (p99)",
    ],
    [
      'when Little’s law fails',
      { inFlightMean: 0.575 },
      '1.15 times as many requests were under way as throughput and service time account for',
    ],
    ['when nothing came back', { counts: { ...counts, completed: 0, sent: 0 } }, 'no request was answered'],
  ] as const) {
    it(title, () => {
      const { invalid, metrics } = read(change);
      assert.deepEqual(invalid, [reason]);
      const isSpoilt = ({ valid, invalidReason }: (typeof metrics)[number]) => !valid && invalidReason === reason;
      const [countedOnes, timedOnes] = [true, false].map((counted) =>
        metrics.filter(({ unit }) => (unit === 'bytes' || unit === 'count') === counted),
      );
      assert.ok(timedOnes?.length && timedOnes.every(isSpoilt));
      assert.ok(countedOnes?.length && countedOnes.every((one) => (isLate(title) ? one.valid : isSpoilt(one))));
    });
  }
});
