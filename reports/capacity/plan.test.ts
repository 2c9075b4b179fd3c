import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { capacityResults } from '../results/fixtures/capacity.ts';
import type { Results } from '../results/results.ts';
import { demandsOf } from './demands.ts';
import { isKnown, type Known } from './estimate.ts';
import { missingTexts } from './missing-text.ts';
import { type CapacityPlan, planOf } from './plan.ts';
import type { SchemePlan } from './plan-scheme.ts';
import { example, type Given, readWorkload } from './workload.ts';

const readsOnly: Given = { users: '100000', ratePerSecond: '20000', mix: 'read=1' };
const prices = { currency: 'EUR', vcpuHour: 0.05, gbMonth: 3, gbOut: 0.05 };

function planned(given: Given, results: Results = capacityResults, paid?: typeof prices): CapacityPlan {
  const read = readWorkload(given);
  assert.ok('workload' in read);
  return planOf(read.workload, demandsOf(results), paid);
}

function of(plan: CapacityPlan, scheme: string): SchemePlan {
  const found = plan.schemes.find((one) => one.scheme === scheme);
  assert.ok(found);
  return found;
}

/** Low, middle and high, without the dust of binary fractions. */
function edges(known: Known | undefined): number[] {
  assert.ok(known && isKnown(known));
  return [known.low, known.middle, known.high].map((value) => Number(value.toPrecision(9)));
}

const without = (left: (sample: Results['samples'][number]) => boolean): Results => ({
  ...capacityResults,
  samples: capacityResults.samples.filter((sample) => !left(sample)),
});

describe('four plans, worked out by hand', () => {
  it('1: a million users at 20,000 requests/s of which one in a hundred logs in', () => {
    const plan = planned(example);
    // µs a request: 0.99 × 100 of reads (90 to 108.9), 0.01 × 300,000 of logins; 20,000/s ÷ 0.6 of a core
    const session = of(plan, 'session');
    assert.deepEqual(edges(session.servers), [103, 104, 104]);
    assert.deepEqual(edges(session.work.read), [3, 3.3, 3.63]);
    assert.deepEqual(edges(session.work.login), [100, 100, 100]);
    // 0.99 × 10 + 0.01 × 300 µs are 0.43 of a core
    assert.deepEqual(edges(session.storeCores), [1, 1, 1]);
    assert.deepEqual(edges(session.storeBytes), [6e8, 6e8, 6e8]);
    // 0.99 × 200 + 0.01 × 300, and 0.99 × 500 + 0.01 × 700
    assert.deepEqual([edges(session.bytesIn)[1], edges(session.bytesOut)[1]], [4_020_000, 10_040_000]);
    // what renews elsewhere is a login: 0.97 × 125 + 0.03 × 299,000
    assert.deepEqual(edges(of(plan, 'jwt').servers), [303, 304, 304]);
    assert.deepEqual(edges(of(plan, 'jwt').storeCores), [0, 0, 0]);
    assert.deepEqual(edges(of(plan, 'jwt').storeBytes), [0, 0, 0]);
    // 0.97 × 125 + 0.01 × 300,500 + 0.02 × 600
    const refresh = of(plan, 'jwt-refresh');
    assert.equal(edges(refresh.servers)[1], 105);
    assert.deepEqual(edges(refresh.work.renewal), [0.4, 0.4, 0.4]);
    // 700 bytes, and 100 for each of up to 96 renewals, half of them so far
    assert.deepEqual(edges(refresh.storeBytes), [0.7e9, 5.5e9, 10.3e9]);
    assert.deepEqual(plan.missing, []);
    assert.match(plan.assumptions.join('\n'), /200 logins\/s for 8 h each keep 5,760,000 users signed in/);
  });

  it('2: reads alone, where one scheme begins to need a server more, and a second core of the store', () => {
    const plan = planned(readsOnly);
    assert.deepEqual(edges(of(plan, 'session').servers), [4, 4, 4]);
    assert.deepEqual(edges(of(plan, 'jwt').servers), [4, 5, 5]);
    // 600,000 µs of a core ÷ 10 µs (9.09 to 11); ÷ 25 µs, between 137.5 − 90.9 and 113.6 − 110
    assert.deepEqual(plan.breakEvens.slice(0, 3), [
      'session: the second store core comes at 60,000 requests/s (54,500 to 66,000).',
      'jwt-refresh: the second store core comes at 6,000,000 requests/s (5,450,000 to 6,600,000).',
      'jwt takes the work of one server more than session from 24,000 requests/s on (12,900 to 165,000); at 20,000 requests/s it needs 1 more, since servers come whole.',
    ]);
  });

  it('3: the mix that follows from users who are all active', () => {
    const plan = planned({ users: '28800', ratePerSecond: '1000', sessionLengthMs: '8h', accessMs: '5m' });
    // one login and 96 renewals a second
    assert.deepEqual(
      Object.values(plan.workload.mix).map((share) => Number(share.toFixed(6))),
      [0.903, 0.001, 0.096],
    );
    // 0.903 × 125 + 0.001 × 300,500 + 0.096 × 600 µs, a thousand a second, at 0.6
    const { work, servers } = of(plan, 'jwt-refresh');
    assert.deepEqual(
      [work.read, work.login, work.renewal].map((one) => edges(one)[1]),
      [0.188125, 0.500833333, 0.096],
    );
    assert.equal(edges(servers)[1], 1);
    // 97 logins a second instead
    assert.deepEqual(edges(of(plan, 'jwt').servers), [49, 49, 49]);
  });

  it('4: money, with prices from outside', () => {
    const { schemes } = planned(readsOnly, capacityResults, prices);
    // 730 h × 0.05 × (4 + 1) cores, 0.06 GB × 3, 10 MB/s for 2,628,000 s × 0.05 a GB
    assert.deepEqual(edges(schemes[0]?.money), [1_496.68, 1_496.68, 1_496.68]);
    // the same without a store, with 4, 5 and 5 servers
    assert.deepEqual(edges(schemes[1]?.money), [1_460, 1_496.5, 1_496.5]);
    assert.ok(planned(readsOnly).schemes.every((scheme) => !('money' in scheme)));
  });
});

describe('a plan', () => {
  it('names what the run did not measure, with what measures it, and leaves out nothing else', () => {
    const plan = planned(
      example,
      without(({ scenario }) => scenario === 'refresh'),
    );
    assert.ok(!isKnown(of(plan, 'jwt-refresh').servers));
    assert.deepEqual(edges(of(plan, 'session').servers), [103, 104, 104]);
    assert.deepEqual(plan.missing[0], {
      scenario: 'refresh',
      scheme: 'jwt-refresh',
      what: 'CPU of servers',
      because: 'this run did not measure it',
      command: 'npm run bench -- --suite lifecycle,micro,load',
    });
  });

  it('knows no memory of a scheme of whose renewals nobody knows what they leave', () => {
    const plan = planned(
      readsOnly,
      without(({ scenario }) => scenario === 'memory-over-a-day'),
    );
    assert.ok(!isKnown(of(plan, 'jwt-refresh').storeBytes));
    assert.equal(plan.missing[0]?.what, 'memory of the store that a renewal adds');
  });

  it('of a run with the embedded store says what only a Redis tells, and that store cores would be fewer', () => {
    const store = { ...capacityResults.store, provider: 'embedded' as const };
    const samples = capacityResults.samples.filter(({ metric }) => !metric.startsWith('memory.'));
    const plan = planned(readsOnly, { ...capacityResults, store, samples });
    assert.deepEqual(missingTexts(plan.missing), [
      'memory-per-user (session and jwt-refresh), memory of the store for a user: the embedded store does not tell what memory it takes.',
      'memory-over-a-day (jwt-refresh), memory of the store that a renewal adds: the embedded store does not tell what memory it takes.',
      'It is measured by npm run bench -- --suite lifecycle,micro,load --store binary, where redis-server or valkey-server is installed',
    ]);
    const told =
      'The embedded store stood in for Redis: it takes more of a core, so that store cores are fewer with a Redis.';
    assert.ok(plan.assumptions.includes(told));
    assert.ok(!planned(readsOnly).assumptions.includes(told));
  });

  it('says what is missing once for each scenario and reason', () => {
    const spoilt = capacityResults.samples.map((one) =>
      one.scenario === 'login' ? { ...one, valid: false, invalidReason: 'other programs used 2 cores' } : one,
    );
    const samples = spoilt.filter(({ scheme }) => scheme !== 'none');
    assert.deepEqual(missingTexts(planned(example, { ...capacityResults, samples }).missing), [
      'login (session, jwt and jwt-refresh), CPU of servers and 3 more: other programs used 2 cores.',
      'password-hash-at-2-17, CPU of a password hash as configured: this run did not measure it.',
      'It is measured by npm run bench -- --suite lifecycle,micro,load',
    ]);
  });

  it('names no end of the rates at which a second store core comes, where a round took nothing of the store', () => {
    const samples = capacityResults.samples.map((one) =>
      one.scheme === 'session' && one.metric === 'saturation.store' && one.round === 1 ? { ...one, value: 0 } : one,
    );
    assert.match(
      planned(readsOnly, { ...capacityResults, samples }).breakEvens[0] ?? '',
      /^session: the second store core comes at [\d,]+ requests\/s \([\d,]+ or more\)\.$/,
    );
  });

  it('leaves out a round whose throughput came to 0, and says so where all did', () => {
    const stopped = (rounds: readonly number[]) => {
      const samples = capacityResults.samples.map((one) =>
        one.scheme === 'session' && one.metric === 'throughput' && rounds.includes(one.round)
          ? { ...one, value: 0 }
          : one,
      );
      return planned(readsOnly, { ...capacityResults, samples });
    };
    const { servers } = of(stopped([1]), 'session');
    assert.ok(isKnown(servers));
    assert.equal(servers.rests[0]?.rounds, 2);
    assert.ok(!isKnown(of(stopped([1, 2, 3]), 'session').servers));
    assert.equal(stopped([1, 2, 3]).missing[0]?.because, 'what it rests on came to 0 in this run');
  });

  it('does not ask for steps that are not in the mix', () => {
    const plan = planned(
      readsOnly,
      without(({ scenario }) => scenario === 'refresh' || scenario === 'login'),
    );
    assert.deepEqual(edges(of(plan, 'session').servers), [4, 4, 4]);
  });

  it('never takes a cheap login for one as configured', () => {
    const plan = planned(
      example,
      without(({ scheme }) => scheme === 'none'),
    );
    for (const { servers } of plan.schemes) assert.ok(!isKnown(servers));
    assert.equal(plan.missing[0]?.what, 'CPU of a password hash as configured');
  });

  it('does not use what was invalid, and says why it was', () => {
    const samples = capacityResults.samples.map((one) =>
      one.scenario === 'login' && one.scheme === 'jwt'
        ? { ...one, valid: false, invalidReason: 'other programs used 80 % of a core' }
        : one,
    );
    const plan = planned(example, { ...capacityResults, samples });
    assert.ok(!isKnown(of(plan, 'jwt').servers));
    assert.equal(plan.missing[0]?.because, 'other programs used 80 % of a core');
  });

  it('tells all schemes as they cost at little load where one was not saturated', () => {
    const plan = planned(
      readsOnly,
      without(({ scheme, metric }) => scheme === 'jwt' && metric === 'throughput'),
    );
    // 300 µs instead of 100
    assert.deepEqual(edges(of(plan, 'session').servers), [10, 10, 10]);
    assert.match(plan.assumptions.join('\n'), /All is told as it costs at little load/);
  });

  it('says that ranges which overlap tell no schemes apart', () => {
    const plan = planned(readsOnly);
    assert.match(planned(example).breakEvens.at(-1) ?? '', /^jwt takes the work of one server more than session from/);
    const close = capacityResults.samples.map((one) =>
      one.scheme === 'jwt' && one.metric === 'throughput' ? { ...one, value: one.value * 1.2 } : one,
    );
    assert.match(
      planned(readsOnly, { ...capacityResults, samples: close }).breakEvens.join('\n'),
      /Whether jwt needs more servers than session this run cannot tell/,
    );
    assert.notEqual(plan.breakEvens.length, 0);
  });
});
