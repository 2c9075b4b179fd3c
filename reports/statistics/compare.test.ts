import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Arm } from '../results/arm.ts';
import { armOf } from '../results/fixtures/arm.ts';
import { fullResults } from '../results/fixtures/results.ts';
import type { Results } from '../results/results.ts';
import { compare } from './compare.ts';

type Sample = Results['samples'][number];

const run: Results['run'] = fullResults.run;

function sample(scheme: string, round: number, value: number, more: Partial<Sample> = {}): Sample {
  const arm = armOf('load', scheme);
  return { scenario: 'read', scheme, arm, round, metric: 'cpu.total', unit: 'us', value, valid: true, ...more };
}

/** Six rounds on a machine whose pace changes from round to round, which is shared by all arms of a round. */
const pace = [100, 140, 90, 250, 110, 120];
const rounds = (scheme: string, factor: number, more: Partial<Sample> = {}) =>
  pace.map((value, i) => sample(scheme, i + 1, value * factor * (1 + 0.002 * ((i * 5) % 7)), more));

const aaArm = armOf('load', 'session', 'a-a');
const samples = [
  ...rounds('session', 1),
  ...rounds('session', 1.01, { arm: aaArm }),
  ...rounds('jwt', 0.6),
  ...rounds('jwt-refresh', 0.62),
  ...rounds('floor', 0.4, { arm: armOf('load', 'floor', 'floor') }),
];

const brief = (results: Pick<Results, 'run' | 'samples'>) =>
  compare(results).map(({ kind, scheme, reference, ratio, verdict }) =>
    [kind, scheme, reference, ratio, verdict].join(' '),
  );

describe('compare', () => {
  it('compares the control, all pairs of schemes and each scheme with the floor', () => {
    assert.deepEqual(brief({ run, samples }), [
      'a-a session session 1.01 equivalent',
      'scheme jwt session 0.597022 better',
      'scheme jwt-refresh session 0.616923 better',
      'scheme jwt-refresh jwt 1.03333 equivalent',
      'floor session floor 2.51247 worse',
      'floor jwt floor 1.5 worse',
      'floor jwt-refresh floor 1.55 worse',
    ]);
  });

  it('has a control of its own in a scenario that the first scheme has no part in', () => {
    const refresh = { scenario: 'refresh' };
    const renewals = [
      ...rounds('jwt-refresh', 1, refresh),
      ...rounds('jwt-refresh', 1.01, { ...refresh, arm: armOf('load', 'jwt-refresh', 'a-a') }),
      ...rounds('my-app', 2, refresh),
    ];
    const schemes = ['session', 'jwt', 'jwt-refresh', 'my-app'];
    assert.deepEqual(brief({ run: { ...run, schemes }, samples: renewals }), [
      'a-a jwt-refresh jwt-refresh 1.01 equivalent',
      'scheme my-app jwt-refresh 1.99007 worse',
    ]);
  });

  it('begins with the scenario that has the bare route beside it', () => {
    const login = rounds('session', 9, { scenario: 'login' });
    const order = compare({ run, samples: [...login, ...rounds('jwt', 8, { scenario: 'login' }), ...samples] });
    assert.deepEqual([...new Set(order.map(({ scenario }) => scenario))], ['read', 'login']);
  });

  it('compares inside a round, so that the pace of the machine cancels', () => {
    const [, jwt] = compare({ run, samples });
    assert.deepEqual([jwt?.ciLow, jwt?.ciHigh, jwt?.rounds], [0.597022, 0.597022, 6]);
  });

  it('leaves out a round in which either arm is invalid', () => {
    const disturbed = samples.map((one) =>
      one.round === 4 && one.scheme === 'jwt' ? { ...one, valid: false, invalidReason: 'steal 9 %', value: 9e9 } : one,
    );
    const [, jwt, refresh, both] = compare({ run, samples: disturbed });
    assert.deepEqual([jwt?.ratio, jwt?.rounds, refresh?.rounds, both?.rounds], [0.597022, 5, 6, 5]);
  });

  it('leaves out a disturbed round whole, counts it, and says so when there are too many', () => {
    const otherLoad = (round: number): Sample[] =>
      ['session', 'jwt', 'jwt-refresh'].map((scheme) =>
        sample(scheme, round, 0.5, { metric: 'machine.foreign', unit: 'ratio' }),
      );
    const [control, jwt] = compare({ run, samples: [...samples, ...otherLoad(4)] });
    assert.deepEqual([control?.rounds, control?.discarded], [5, 1]);
    assert.deepEqual([jwt?.ratio, jwt?.rounds, jwt?.discarded, jwt?.verdict], [0.597022, 5, 1, 'better']);
    const [, half] = compare({ run, samples: [...samples, ...otherLoad(4), ...otherLoad(5)] });
    assert.deepEqual([half?.rounds, half?.verdict], [4, 'better']);
    const [, noisy] = compare({ run, samples: [...samples, ...[1, 4, 5, 6].flatMap(otherLoad)] });
    assert.equal(noisy?.verdict, 'invalid');
    assert.match(noisy?.because ?? '', /^4 of 6 rounds were discarded \(other programs used 0\.50 cores/);
  });

  it('asks more of a winner at each further look', () => {
    const verdicts = [[], [6], [4, 6], [2, 3, 4, 5, 6]].map((looks) => {
      const near = samples.map((one, i) =>
        one.scheme === 'jwt' ? { ...one, value: one.value * 1.557 * (1 + 0.04 * Math.sin(7 * i)) } : one,
      );
      return compare({ run: { ...run, looks }, samples: near })[1]?.verdict;
    });
    assert.deepEqual(verdicts, ['better', 'better', 'inconclusive', 'inconclusive']);
  });

  it('discards a value that has no logarithm instead of failing', () => {
    const zeroes = samples.map((one) => (one.scheme === 'jwt' ? { ...one, value: 0 } : one));
    const [, jwt] = compare({ run, samples: zeroes });
    assert.deepEqual([jwt?.ratio, jwt?.verdict], [null, 'invalid']);
    assert.match(jwt?.because ?? '', /^6 of 6 rounds were discarded \(a value of 0 has no ratio\)/);
  });

  it('gives no verdict in a smoke run', () => {
    const verdicts = compare({ run: { ...run, profile: 'smoke' }, samples }).map(({ verdict }) => verdict);
    assert.deepEqual(new Set(verdicts), new Set(['inconclusive']));
  });

  it('gives no verdict where no A/A arm was run', () => {
    const alone = samples.filter(({ arm }) => arm !== aaArm);
    assert.ok(compare({ run, samples: alone }).every(({ verdict }) => verdict === 'inconclusive'));
  });

  it('takes more throughput for better', () => {
    const capacity = samples.map((one) => ({ ...one, metric: 'throughput' }));
    const expected = [
      'a-a session session 1.01 equivalent',
      'scheme jwt session 0.597022 worse',
      'scheme jwt-refresh session 0.616923 worse',
    ];
    assert.deepEqual(brief({ run, samples: capacity }).slice(0, 3), expected);
  });

  it('leaves out no round for what other tables saw in theirs, and keeps none for it', () => {
    const otherLoad = (arm: Arm, round: number, cores: number) =>
      sample('jwt', round, cores, { arm, metric: 'machine.foreign', unit: 'ratio' });
    const disturbed = [...samples, otherLoad(armOf('load', 'jwt'), 4, 0.5)];
    const others = [0, 0.5].map((cores) =>
      Array.from({ length: 25 }, (_, i) =>
        [1, 2, 3, 4, 5, 6].map((at) =>
          otherLoad(armOf('sensitivity', 'jwt', 'main', { variation: `${i}` }), at, cores),
        ),
      ).flat(),
    );
    const confirming = armOf('confirmation', 'jwt', 'main', { pass: 1 });
    const again = [1, 2, 3, 4, 5, 6].map((at) => otherLoad(confirming, at, 0.5));
    assert.equal(compare({ run, samples: disturbed })[1]?.discarded, 1);
    for (const further of [...others, again])
      assert.deepEqual(compare({ run, samples: [...disturbed, ...further] }), compare({ run, samples: disturbed }));
  });

  it('counts a round that an arm did not live through as discarded, for every metric', () => {
    const lived = (metric: string) => samples.map((one) => ({ ...one, metric }));
    const died = (one: Sample) => one.scheme === 'jwt' && one.round <= 2;
    const dead = [1, 2].map((round) =>
      sample('jwt', round, 0, { valid: false, invalidReason: 'a server ended by itself (code 1)' }),
    );
    const all = [...lived('cpu.total'), ...lived('latency.p50')].filter((one) => !died(one));
    const found = compare({ run, samples: [...all, ...dead] }).filter(
      ({ scheme, kind }) => scheme === 'jwt' && kind === 'scheme',
    );
    assert.deepEqual(
      found.map(({ metric, rounds, discarded, verdict, because }) => [metric, rounds, discarded, verdict, because]),
      ['cpu.total', 'latency.p50'].map((metric) => [
        metric,
        4,
        2,
        'invalid',
        '2 of 6 rounds were discarded (a server ended by itself (code 1)); at most 30 % may be',
      ]),
    );
  });

  it('does not count a round as discarded for what was not sought in it', () => {
    const throughput = samples.filter(({ round }) => round > 1).map((one) => ({ ...one, metric: 'throughput' }));
    const dead = sample('jwt', 1, 0, { valid: false, invalidReason: 'a server ended by itself (code 1)' });
    const found = compare({
      run,
      samples: [...samples.filter((one) => one.round > 1 || one.scheme !== 'jwt'), ...throughput, dead],
    });
    assert.deepEqual(
      found
        .filter(({ scheme, kind }) => scheme === 'jwt' && kind === 'scheme')
        .map(({ metric, discarded }) => [metric, discarded]),
      [
        ['cpu.total', 1],
        ['throughput', 0],
      ],
    );
  });

  it('has no verdict on a latency that the generator made', () => {
    const latency = (scheme: string, factor: number, lagUs: number, more: Partial<Sample> = {}) => [
      ...rounds(scheme, factor, { ...more, metric: 'latency.p50' }),
      ...pace.map((_, i) => sample(scheme, i + 1, lagUs, { ...more, metric: 'lag.p50' })),
    ];
    // the median latency of the reference is 115
    const found = (lagUs: number) =>
      compare({
        run,
        samples: [
          ...latency('session', 1, 20),
          ...latency('session', 1.01, 20, { arm: aaArm }),
          ...latency('jwt', 1.2, lagUs),
        ],
      })[1];
    assert.equal(found(25)?.verdict, 'worse');
    assert.equal(found(43)?.verdict, 'inconclusive');
    assert.match(
      found(43)?.because ?? '',
      /^the load generator itself was later with one of the two, by 1\d\.\d % of the latency it measured, where 5 % are allowed: service\.p50 does not contain that$/,
    );
  });

  it('asks as much more of a winner as the two moved apart while they were measured', () => {
    const slope = (scheme: string, factor: number) =>
      pace.map((_, i) => sample(scheme, i + 1, factor * (1 + 0.003 * (i % 2)), { metric: 'block.second-half' }));
    const near = samples.map((one) => (one.scheme === 'jwt' ? { ...one, value: one.value * 1.5 } : one));
    const verdicts = [0.99, 0.98, 0.92].map(
      (factor) => compare({ run, samples: [...near, ...slope('session', 1), ...slope('jwt', factor)] })[1],
    );
    assert.deepEqual(
      verdicts.map((one) => one?.verdict),
      ['better', 'better', 'inconclusive'],
    );
    assert.equal(
      verdicts[2]?.because,
      '0.896 [0.896, 0.896] reaches into the 14.1 %, which is asked because the two moved 8.7 % apart while they were measured; longer warm-ups would settle it, and no more rounds',
    );
  });

  it('has no verdict on a server that still changed while it was measured, and calls it by its name', () => {
    const half = (scheme: string, factor: number, metric: string) =>
      pace.map((_, i) => sample(scheme, i + 1, factor * (1 + 0.003 * (i % 2)), { metric }));
    const capacity = samples.map((one) => ({ ...one, metric: 'throughput' }));
    const found = (scheme: string, factor: number, metric = 'block.second-half') =>
      compare({ run, samples: [...samples, ...capacity, ...half(scheme, factor, metric)] })
        .filter(({ kind }) => kind === 'scheme')
        .map((one) => `${one.metric} ${one.scheme} ${one.reference} ${/still changed/.test(one.because)}`)
        .filter((text) => text.endsWith('true'));
    assert.deepEqual(found('jwt', 0.93), []);
    assert.deepEqual(found('jwt', 0.85), ['cpu.total jwt session true', 'cpu.total jwt-refresh jwt true']);
    assert.deepEqual(found('jwt', 1.2, 'saturation.second-half'), [
      'throughput jwt session true',
      'throughput jwt-refresh jwt true',
    ]);
  });

  it('holds others against the reference and its A/A arm together, where both were measured', () => {
    const wobbly = (arm: Arm, factors: readonly number[]) =>
      factors.map((factor, i) => sample('session', i + 1, 100 * factor, { arm }));
    const steady = pace.map((_, i) => sample('jwt', i + 1, 60));
    const opposed = [
      ...wobbly(armOf('load', 'session'), [1.1, 0.9, 1.1, 0.9, 1.1, 0.9]),
      ...wobbly(aaArm, [0.9, 1.1, 0.9, 1.1, 0.9, 1.1]),
      ...steady,
    ];
    const [, jwt] = compare({ run, samples: opposed });
    assert.ok((jwt?.ciHigh ?? 0) / (jwt?.ciLow ?? 1) < 1.001, `${jwt?.ciLow} to ${jwt?.ciHigh}`);
    const lost = opposed.map((one) => (one.arm === aaArm && one.round === 2 ? { ...one, valid: false } : one));
    assert.equal(compare({ run, samples: lost })[1]?.rounds, 6);
  });

  it('judges capacity by what disturbed its own block, and all else by what disturbed that', () => {
    const both = [...samples, ...samples.map((one) => ({ ...one, metric: 'throughput' }))];
    const waiting = (metric: string) => pace.map((_, i) => sample('jwt', i + 1, i === 3 ? 0.4 : 0.02, { metric }));
    const discarded = (metric: string) =>
      compare({ run, samples: [...both, ...waiting(metric)] })
        .filter(({ kind, scheme }) => kind === 'scheme' && scheme === 'jwt')
        .map((one) => `${one.metric} ${one.discarded}`);
    assert.deepEqual(discarded('saturation.waiting'), ['cpu.total 0', 'throughput 1']);
    assert.deepEqual(discarded('machine.waiting'), ['cpu.total 1', 'throughput 0']);
  });

  it('leaves sensitivity arms alone', () => {
    const others = rounds('jwt', 0.1, {
      arm: armOf('sensitivity', 'jwt', 'main', { variation: 'raw-secret' }),
    });
    assert.deepEqual(compare({ run, samples: [...samples, ...others] }), compare({ run, samples }));
  });

  it('depends on nothing but the samples, not on their order', () => {
    assert.deepEqual(compare({ run, samples: samples.toReversed() }), compare({ run, samples }));
  });

  it('has nothing to say about nothing', () => {
    assert.deepEqual(compare({ run, samples: [] }), []);
  });
});
