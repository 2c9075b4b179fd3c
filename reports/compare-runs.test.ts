import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { compareRuns } from './compare-runs.ts';
import { comparedText } from './compared-text.ts';
import { failedResults, fullResults, incompleteResults } from './fixtures/results.ts';
import type { Results } from './results.ts';

/** The same run in which one metric of one scheme costs so many times as much. */
function slower(scheme: string, metric: string, factor: number, jitter = 0): Results {
  return {
    ...fullResults,
    samples: fullResults.samples.map((sample) =>
      sample.scheme === scheme && sample.metric === metric && sample.arm === 'main'
        ? { ...sample, value: sample.value * factor * (1 + jitter * (sample.round % 2 === 0 ? 1 : -1)) }
        : sample,
    ),
  };
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

  it('tells new failures from mended ones and from those still open', () => {
    const first = 'replay-after-logout on session: succeeded, expected blocked';
    const second = 'jwt-unsigned on jwt: blocked-by-crash, expected blocked';
    assert.deepEqual(compareRuns(fullResults, failedResults).security, { fresh: [first, second], fixed: [], open: [] });
    assert.deepEqual(compareRuns(failedResults, fullResults).security, { fresh: [], fixed: [first, second], open: [] });
    assert.deepEqual(compareRuns(failedResults, failedResults).security, {
      fresh: [],
      fixed: [],
      open: [first, second],
    });
  });

  it('does not call mended what has lost its verdict', () => {
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
    ['method', { ...fullResults, methodVersion: 'x' }, /^method: 3 against x$/],
    ['profile', { ...fullResults, run: { ...fullResults.run, profile: 'full' } }, /^profile: quick against full$/],
    [
      'machine',
      { ...fullResults, environment: { ...fullResults.environment, cores: 8 } },
      /^processor: .* 2 cores against .* 8 cores$/,
    ],
    ['store', { ...fullResults, store: { ...fullResults.store, provider: 'embedded' } }, /^store: .*binary.*embedded/],
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
    it(`say so: ${name}`, () => assert.match(compareRuns(fullResults, other).mismatches[0] ?? '', expected));
  }

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
      compareRuns(fullResults, { ...slower('jwt', 'cpu.servers', 1.2, 0.01), attacks: failedResults.attacks }),
    );
    for (const line of text.split('\n')) assert.ok(line.length <= 80, line);
    assert.match(text, /^Figures: 2 worse, 26 equivalent$/m);
    assert.match(text, /new +replay-after-logout on session: succeeded, expected blocked/);
  });

  it('says once why several figures have no ratio', () => {
    const samples = fullResults.samples.filter(({ scenario }) => scenario !== 'refresh');
    const text = comparedText(compareRuns({ ...fullResults, samples }, fullResults));
    assert.equal(text.match(/only the new run measured it/g)?.length, 1);
    assert.match(text, /^ {2}- added, only the new run measured it: refresh, jwt-refresh \([a-z0-9., ]+/m);
  });

  it('marks figures that are not comparable', () => {
    assert.match(comparedText(compareRuns(fullResults, { ...fullResults, methodVersion: 'x' })), /^NOT COMPARABLE/m);
  });
});
