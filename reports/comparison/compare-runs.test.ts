import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { comparedMetrics } from '../metrics.ts';
import { isMain } from '../results/arm.ts';
import { armOf } from '../results/fixtures/arm.ts';
import { createNoise } from '../results/fixtures/noise.ts';
import { failedResults, fullResults, incompleteResults } from '../results/fixtures/results.ts';
import type { Results } from '../results/results.ts';
import { compareRuns } from './compare-runs.ts';
import { comparedText } from './compared-text.ts';

/** The same run in which one metric of one scheme costs so many times as much. */
function slower(scheme: string, metric: string, factor: number, jitter = 0): Results {
  return {
    ...fullResults,
    samples: fullResults.samples.map((sample) =>
      sample.scheme === scheme && sample.metric === metric && isMain(sample)
        ? { ...sample, value: sample.value * factor * (1 + jitter * (sample.round % 2 === 0 ? 1 : -1)) }
        : sample,
    ),
  };
}

/** The same run beside other programs that used so many cores in each round. */
function besides(results: Results, cores: number): Results {
  const reads = results.samples.filter((one) => one.metric === 'cpu.servers' && isMain(one));
  const otherLoad = reads.map((sample) => ({ ...sample, metric: 'machine.foreign', unit: 'count', value: cores }));
  return { ...results, samples: [...results.samples, ...otherLoad] };
}

/** Identical servers differed by at most 2 % in every figure. */
function controlled(results: Results): Results {
  const control = fullResults.comparisons.find(({ kind }) => kind === 'a-a');
  assert.ok(control);
  const controls = ['authenticated-read', 'login', 'refresh'].flatMap((scenario) =>
    [...comparedMetrics.keys()].map((metric) => ({ ...control, scenario, metric, ciLow: 0.98, ciHigh: 1.02 })),
  );
  return { ...results, comparisons: controls };
}

/** The same servers on another day: everything takes so many times as long, and each launch differs a little. */
function anotherDay(pace: number, seed: number): Results {
  const { normal } = createNoise(seed);
  const timed = ({ unit }: { unit: string }) => unit === 'us' || unit === 'ms';
  return controlled({
    ...fullResults,
    samples: fullResults.samples.map((sample) =>
      timed(sample) ? { ...sample, value: sample.value * pace * Math.exp(normal(0.01)) } : sample,
    ),
  });
}

function offering(rate: number): Results {
  const arm = armOf('load', 'jwt');
  const sample = { scenario: 'login', scheme: 'jwt', arm, round: 1, metric: 'rate.offered', unit: '1/s' };
  return { ...fullResults, samples: [...fullResults.samples, { ...sample, value: rate, valid: true }] };
}

function change(head: Results, scheme = 'jwt', metric = 'cpu.servers') {
  const found = compareRuns(fullResults, head).changes.find(
    (one) => one.scenario === 'authenticated-read' && one.scheme === scheme && one.metric === metric,
  );
  assert.ok(found);
  return found;
}

describe('a run compared with itself', () => {
  for (const [name, results] of Object.entries({ fullResults, incompleteResults })) {
    it(`is equivalent everywhere, and nothing has changed: ${name}`, () => {
      const { changes, mismatches, security, claims } = compareRuns(results, results);
      assert.ok(changes.length > 10);
      assert.deepEqual(new Set(changes.map(({ verdict }) => verdict)), new Set(['equivalent']));
      assert.deepEqual([mismatches, security, claims], [[], { fresh: [], fixed: [], open: [] }, []]);
    });
  }
});

describe('a run compared with another', () => {
  it('is worse where a metric grew beyond the margin and the noise, better where it shrank', () => {
    assert.deepEqual(
      [1.2, 0.8].map((factor) => change(slower('jwt', 'cpu.servers', factor, 0.01)).verdict),
      ['worse', 'better'],
    );
    const { before, after, ratio, ciLow, ciHigh, rounds } = change(slower('jwt', 'cpu.servers', 1.2, 0.01));
    assert.ok(before && after && ratio && ciLow && ciHigh);
    assert.ok(Math.abs(after / before - 1.2) < 0.02 && ciLow < 1.2 && ciHigh > 1.2 && ciLow > 1.1);
    // the third round of jwt is invalid
    assert.equal(rounds, 7);
  });

  it('is small, equivalent or inconclusive where the interval says so', () => {
    assert.equal(change(slower('jwt', 'cpu.servers', 1.04, 0.015)).verdict, 'small');
    assert.equal(change(slower('jwt', 'cpu.servers', 1.01, 0.01)).verdict, 'equivalent');
    assert.equal(change(slower('jwt', 'cpu.servers', 1.05, 0.2)).verdict, 'inconclusive');
  });

  it('must exceed what identical servers differed by in either run', () => {
    const noisy = slower('jwt', 'cpu.servers', 1.2, 0.01);
    const comparisons = noisy.comparisons.map((one) =>
      one.kind === 'a-a' && one.metric === 'cpu.servers' ? { ...one, ciLow: 0.7, ciHigh: 1.3 } : one,
    );
    assert.equal(change({ ...noisy, comparisons }).verdict, 'inconclusive');
  });

  it('has no verdict where rounds of either run were disturbed, as the run itself has none', () => {
    const head = besides(slower('jwt', 'cpu.servers', 1.2, 0.01), 1.5);
    assert.deepEqual(
      [change(head), compareRuns(besides(fullResults, 1.5), fullResults).changes[0]].map((one) => [
        one?.verdict,
        one?.because,
      ]),
      [
        [
          'invalid',
          '8 of 8 rounds of the new run were discarded (other programs used 1.50 cores, at most 0.1 are allowed); at most 50 % may be',
        ],
        [
          'invalid',
          '8 of 8 rounds of the old run were discarded (other programs used 1.50 cores, at most 0.1 are allowed); at most 50 % may be',
        ],
      ],
    );
  });

  it('has one where as few were disturbed as the run itself allows', () => {
    const head = slower('jwt', 'cpu.servers', 1.2, 0.01);
    const busy = (rounds: number) => {
      const { samples } = besides(head, 1.5);
      return change({
        ...head,
        samples: samples.filter((one) => one.metric !== 'machine.foreign' || one.round <= rounds),
      });
    };
    // the third is invalid by itself
    assert.deepEqual([busy(4).verdict, busy(4).rounds], ['worse', 4]);
    assert.match(busy(5).because, /^5 of 8 rounds of the new run were discarded \(.*; at most 50 % may be$/);
  });

  it('is judged without the bare route where that was not saturated', () => {
    const found = change(controlled(slower('jwt', 'throughput', 0.5, 0.01)), 'jwt', 'throughput');
    assert.equal(found.verdict, 'worse');
    assert.match(found.because, /and no bare route tells, lies wholly beyond 5 %$/);
  });

  it('has no verdict where no sound control tells how far identical servers look apart', () => {
    const head = slower('jwt', 'cpu.servers', 1.2, 0.01);
    const spoiled = (how: object) => ({
      ...head,
      comparisons: head.comparisons.map((one) => (one.kind === 'a-a' ? { ...one, ...how } : one)),
    });
    for (const none of [{ ...head, comparisons: [] }, spoiled({ ciLow: null }), spoiled({ verdict: 'invalid' })])
      assert.deepEqual(
        [change(none).verdict, change(none).because],
        ['invalid', 'no sound A/A control in both runs tells how far identical servers look apart'],
      );
  });

  it('is no worse for a slower day: what the bare route of each run tells is taken out', () => {
    const days = [1, 2, 3, 4, 5, 6, 7, 8].map((seed) => compareRuns(controlled(fullResults), anotherDay(1.08, seed)));
    const verdicts = (scenario: string) =>
      new Set(
        days.flatMap(({ changes }) => changes.filter((one) => one.scenario === scenario)).map((one) => one.verdict),
      );
    assert.deepEqual(
      ['authenticated-read', 'login', 'refresh'].map((scenario) => verdicts(scenario).has('worse')),
      [false, false, false],
    );
    const found = days[0]?.changes.find(({ scheme, metric }) => scheme === 'jwt' && metric === 'cpu.servers');
    assert.ok(found?.raw && found.ratio);
    assert.equal(found.verdict, 'equivalent');
    assert.ok(Math.abs(found.ratio - 1) < 0.02 && Math.abs(found.raw.ratio - 1.08) < 0.02);
  });

  it('must exceed what a machine may change its pace by where there is no bare route to tell', () => {
    const login = (factor: number) => {
      const head = anotherDay(factor, 1);
      return compareRuns(controlled(fullResults), head).changes.find(
        ({ scenario, metric }) => scenario === 'login' && metric === 'cpu.servers',
      );
    };
    assert.deepEqual(
      [1.08, 1.3].map((factor) => login(factor)?.verdict),
      ['inconclusive', 'worse'],
    );
    assert.match(
      login(1.3)?.because ?? '',
      /^1\.\d\d \[1\.\d\d, 1\.\d\d\], with the 10 % that the machine may have changed its pace by and no bare route tells, lies wholly beyond 5 %$/,
    );
  });

  it('is worse where a scheme answers no longer, which costs it every round that could be compared', () => {
    const placed = { ...fullResults, samples: fullResults.samples.map((one) => ({ ...one, place: 1 })) };
    const lost = (rounds: number, arm = armOf('load', 'jwt')): Results['samples'] =>
      Array.from({ length: rounds }, (_, i) => ({
        ...{
          scenario: 'authenticated-read',
          scheme: 'jwt',
          arm,
          round: i + 1,
          place: 1,
          metric: 'cpu.total',
          unit: 'us',
        },
        ...{ value: 0, valid: false, invalidReason: 'the target breaks the contract (me: 500)' },
      }));
    const without = (rounds: number, besides: Results['samples'] = []): Results => ({
      ...placed,
      samples: [
        ...placed.samples.filter(
          (one) => one.scheme !== 'jwt' || one.scenario !== 'authenticated-read' || one.round > rounds,
        ),
        ...lost(rounds),
        ...besides,
      ],
    });
    const errors = (base: Results, head: Results) =>
      compareRuns(base, head).changes.flatMap(({ metric, scheme, verdict, because }) =>
        metric === 'errors' ? [`${scheme} ${verdict}: ${because}`] : [],
      );
    const said = '8 of 8 rounds without good answers (the target breaks the contract (me: 500))';
    assert.deepEqual(errors(placed, without(8)), [
      `jwt worse: 1 of 8 rounds without good answers (other load used 23 % of a core) in the old run, ${said} in the new one`,
    ]);
    assert.match(errors(without(8), placed)[0] ?? '', /^jwt better: /);
    assert.deepEqual(
      [errors(placed, placed), errors(placed, without(1)), errors(without(8), without(8))],
      [[], [], []],
    );
    const arm = armOf('confirmation', 'jwt', 'main', { pass: 1 });
    const again = { ...placed.samples[0]!, scheme: 'jwt', arm, metric: 'errors', value: 0 };
    assert.match(errors(placed, without(8, [again]))[0] ?? '', /^jwt inconclusive: .* measured again: 0 of 1 rounds/);
    assert.match(errors(placed, without(8, lost(1, arm)))[0] ?? '', /^jwt worse: .*again: 1 of 1 rounds/);
  });

  it('says what held before and has no verdict now', () => {
    const silent = fullResults.attacks.map((one) =>
      one.id === 'jwt-unsigned' && one.scheme === 'jwt'
        ? { ...one, outcome: 'not-run' as const, asExpected: null }
        : one,
    );
    assert.deepEqual(compareRuns(fullResults, { ...fullResults, attacks: silent }).security, {
      ...{ fresh: [], fixed: [], open: ['jwt-unsigned on jwt: as required before, and not-run now'] },
    });
  });

  it('names what only one of them measured', () => {
    const fewer = { ...fullResults, samples: fullResults.samples.filter(({ scenario }) => scenario !== 'refresh') };
    assert.deepEqual(
      [compareRuns(fullResults, fewer), compareRuns(fewer, fullResults)].map(({ changes }) => [
        ...new Set(changes.filter(({ scenario }) => scenario === 'refresh').map(({ verdict }) => verdict)),
      ]),
      [['removed'], ['added']],
    );
  });

  it('gives no verdict on too few rounds', () => {
    const few = {
      ...slower('jwt', 'cpu.servers', 2),
      samples: slower('jwt', 'cpu.servers', 2).samples.filter(({ round }) => round < 3),
    };
    assert.equal(change(few).because, '2 rounds in common; at least 4 are needed');
  });

  it('tells new failures from fixed ones and from those still open', () => {
    const first = 'replay-after-logout on session: the attack broke through';
    const second = 'jwt-unsigned on jwt: the server failed over it, where it has to refuse';
    assert.deepEqual(compareRuns(fullResults, failedResults).security, { fresh: [first, second], fixed: [], open: [] });
    assert.deepEqual(compareRuns(failedResults, fullResults).security, { fresh: [], fixed: [first, second], open: [] });
    assert.deepEqual(compareRuns(failedResults, failedResults).security, {
      fresh: [],
      fixed: [],
      open: [first, second],
    });
  });

  it('does not call fixed what has lost its verdict', () => {
    const silent = { ...fullResults, attacks: fullResults.attacks.filter(({ id }) => id !== 'jwt-unsigned') };
    assert.deepEqual(compareRuns(failedResults, silent).security.open, [
      'jwt-unsigned on jwt: failed before, and has no verdict now',
    ]);
  });

  it('lists the claims that changed their state', () => {
    const claims = fullResults.claims.map((claim) =>
      claim.id === 'state.jwt' ? { ...claim, state: 'refuted' as const, measured: '1 command per read.' } : claim,
    );
    assert.deepEqual(compareRuns(fullResults, { ...fullResults, claims }).claims, [
      { id: 'state.jwt', before: 'confirmed', after: 'refuted', measured: '1 command per read.' },
    ]);
  });
});

describe('two runs that cannot be compared', () => {
  const others: readonly [string, Results, RegExp][] = [
    ['method', { ...fullResults, methodVersion: 'x' }, /^method: 5 against x$/],
    ['profile', { ...fullResults, run: { ...fullResults.run, profile: 'full' } }, /^profile: quick against full$/],
    [
      'machine',
      { ...fullResults, environment: { ...fullResults.environment, cores: 8 } },
      /^processor: .* 2 cores against .* 8 cores$/,
    ],
    [
      'cores',
      { ...fullResults, run: { ...fullResults.run, topology: { ...fullResults.run.topology, cores: 'servers on 0' } } },
      /^cores: shared by all against servers on 0$/,
    ],
    [
      'servers',
      {
        ...fullResults,
        run: { ...fullResults.run, topology: { ...fullResults.run.topology, servers: 'on agents' } },
      },
      /^servers: on the machine of the bench against on agents$/,
    ],
    ['store', { ...fullResults, store: { ...fullResults.store, provider: 'embedded' } }, /^store: .*binary.*embedded/],
    ['offered rate', offering(1_100), /^offered rate of login: 1,000\/s against 1,100\/s; /],
    [
      'settings',
      {
        ...fullResults,
        schemes: fullResults.schemes.map((scheme) => ({
          ...scheme,
          settings: { ...scheme.settings, algorithm: 'ES256' },
        })),
      },
      /^settings of session: /,
    ],
  ];
  for (const [name, other, expected] of others) {
    it(`say so: ${name}`, () => assert.match(compareRuns(offering(1_000), other).mismatches[0] ?? '', expected));
  }

  it('are not told apart by rates that are within 5 %', () => {
    assert.deepEqual(compareRuns(offering(1_000), offering(1_049)).mismatches, []);
  });

  it('are not told apart by the order of their settings', () => {
    const schemes = fullResults.schemes.map((scheme) => ({
      ...scheme,
      settings: Object.fromEntries(Object.entries(scheme.settings).reverse()),
    }));
    assert.deepEqual(compareRuns(fullResults, { ...fullResults, schemes }).mismatches, []);
  });
});

describe('the comparison as text', () => {
  it('fits 80 columns and counts what changed', () => {
    const text = comparedText(
      compareRuns(
        controlled(fullResults),
        controlled({ ...slower('jwt', 'cpu.servers', 1.2, 0.01), attacks: failedResults.attacks }),
      ),
    );
    for (const line of text.split('\n')) assert.ok(line.length <= 80, line);
    assert.match(text, /^Figures: 2 worse, 26 equivalent$/m);
    assert.match(text, /116 µs -> 139 µs,\s+1\.20 \[1\.19, 1\.21\]; over the bare\s+route 1\.20 \[1\.19, 1\.21\]$/m);
    assert.match(text, /new +replay-after-logout on session: the attack broke through/);
  });

  it('says once why several figures have no ratio', () => {
    const samples = fullResults.samples.filter(({ scenario }) => scenario !== 'refresh');
    const text = comparedText(compareRuns({ ...fullResults, samples }, fullResults));
    assert.equal(text.match(/only the new run measured it/g)?.length, 1);
    assert.match(
      text,
      /^ {2}- added, only the new run measured it: refresh, jwt-refresh \(Server CPU per\s+request; Latency, median;/m,
    );
  });

  it('marks figures that are not comparable', () => {
    assert.match(comparedText(compareRuns(fullResults, { ...fullResults, methodVersion: 'x' })), /^NOT COMPARABLE/m);
  });
});
