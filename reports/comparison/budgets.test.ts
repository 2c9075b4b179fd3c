import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { isMain } from '../results/arm.ts';
import { armOf } from '../results/fixtures/arm.ts';
import { failedResults, fullResults } from '../results/fixtures/results.ts';
import type { Results } from '../results/results.ts';
import { Budgets } from './budget-file.ts';
import { type BudgetResult, judgeBudgets } from './budgets.ts';

const today = '2026-11-23';
const cpu = { id: 'cpu', metric: 'cpu.servers', scheme: 'jwt' };

function judge(budget: object, results: Results = fullResults, baseline?: Results): BudgetResult | undefined {
  return judgeBudgets(Budgets.parse({ budgets: [budget] }), results, today, baseline)[0];
}

function state(budget: object, results?: Results, baseline?: Results): string | undefined {
  return judge(budget, results, baseline)?.state;
}

function scaled(factor: number): Results {
  const samples = fullResults.samples.map((sample) =>
    sample.scheme === 'jwt' && isMain(sample) ? { ...sample, value: sample.value * factor } : sample,
  );
  return { ...fullResults, samples };
}

describe('a budget', () => {
  it('is breached only with the whole interval beyond its limit, and met only with the whole within', () => {
    // jwt takes 116 µs, and no round less than 106 or more than 123
    assert.deepEqual(
      [100, 105, 116, 124, 1_000].map((max) => state({ ...cpu, max })),
      ['breached', 'breached', 'inconclusive', 'met', 'met'],
    );
    assert.deepEqual(
      [100, 116, 130].map((min) => state({ ...cpu, min })),
      ['met', 'inconclusive', 'breached'],
    );
  });

  it('reads its limit in the unit it is given in, and refuses one of another kind', () => {
    assert.deepEqual([state({ ...cpu, max: '0.1ms' }), state({ ...cpu, max: '0.2ms' })], ['breached', 'met']);
    assert.equal(state({ ...cpu, metric: 'bytes.up', max: '1s' }), 'invalid');
    assert.deepEqual(
      ['395', '396', '1KiB'].map((max) => state({ ...cpu, metric: 'bytes.up', max })),
      ['breached', 'met', 'met'],
    );
  });

  it('says what was seen and what was asked', () => {
    assert.equal(judge({ ...cpu, max: 100 })?.because, '111 to 121 µs, where at most 100 µs is asked');
    assert.equal(judge({ ...cpu, max: '25ms' })?.because, '111 to 121 µs, where at most 25 ms is asked');
  });

  it('says it in the unit of a reader, one figure where both ends read alike, and never a limit as what lies beyond it', () => {
    const said = (values: readonly number[], limit: object) => {
      const arm = armOf('load', 'jwt');
      const samples = values.map((value, i) => ({
        ...{ scenario: 'authenticated-read', scheme: 'jwt', arm, round: i + 1, valid: true },
        ...{ metric: 'latency.p99', unit: 'us', value },
      }));
      return judge({ ...cpu, metric: 'latency.p99', ...limit }, { ...fullResults, samples })?.because;
    };
    assert.deepEqual(
      [
        said([1_300, 1_350, 1_400], { max: '25ms' }),
        said([1_350, 1_350, 1_350], { max: 25_000 }),
        said([25_004, 25_004, 25_004], { max: '25ms' }),
        said([1_350, 1_350, 1_350], { max: '4KiB' }),
      ],
      [
        '1.23 to 1.47 ms, where at most 25 ms is asked',
        '1.35 ms, where at most 25 ms is asked',
        '25.004 ms, where at most 25 ms is asked',
        'the limit, 4KiB, is not a time',
      ],
    );
  });

  it('against another scheme rests on the comparison, in either direction', () => {
    assert.deepEqual(
      [0.6, 0.62, 0.65].map((maxRatio) => state({ ...cpu, vs: 'session', maxRatio })),
      ['breached', 'inconclusive', 'met'],
    );
    const turned = { ...cpu, scheme: 'session', vs: 'jwt' };
    assert.deepEqual(
      [1.5, 1.6, 1.7].map((maxRatio) => state({ ...turned, maxRatio })),
      ['breached', 'inconclusive', 'met'],
    );
  });

  it('against another scheme is open where the run itself would not judge the two', () => {
    const refused = (more: Partial<Results> = {}) => {
      const comparisons = fullResults.comparisons.map((one) => {
        const { bound: _, ...rest } = one;
        return { ...rest, verdict: 'inconclusive' as const, because: 'the load generator itself was later' };
      });
      return judge({ ...cpu, vs: 'session', maxRatio: 0.65 }, { ...fullResults, comparisons, ...more });
    };
    assert.deepEqual([refused()?.state, refused()?.because], ['inconclusive', 'the load generator itself was later']);
    // runs of before bounds existed have none of anything
    assert.equal(refused({ methodVersion: '4' })?.state, 'met');
  });

  it('tells the ratio that the comparison found', () => {
    const comparisons = fullResults.comparisons.map((one) => ({ ...one, ciLow: 0.4 }));
    const found = judge({ ...cpu, vs: 'session', maxRatio: 0.65 }, { ...fullResults, comparisons });
    assert.equal(found?.because, '0.623 [0.400, 0.648], where at most 0.65 is asked');
  });

  it('of a ratio is not breached by a difference too small to matter', () => {
    const close = { ...cpu, vs: 'session', maxRatio: 0.6 };
    assert.deepEqual([state({ ...close, minAbs: '0.01ms' }), state({ ...close, minAbs: '1ms' })], ['breached', 'met']);
    assert.match(judge({ ...close, minAbs: '1ms' })?.because ?? '', /, but the difference of 73.9 µs is below 1 ms$/);
  });

  it('on an invalid measurement is invalid, and on a missing one inconclusive', () => {
    assert.equal(state({ ...cpu, scenario: 'login', metric: 'latency.p99', vs: 'session', maxRatio: 2 }), 'invalid');
    assert.equal(state({ ...cpu, scenario: 'nowhere', max: 1 }), 'inconclusive');
  });

  it('on a busy machine is invalid for what is timed, and not for what is counted', () => {
    const [first] = fullResults.samples;
    const busy = [1, 2, 3, 4, 5, 6, 7, 8].map((round) => ({ ...first!, round, metric: 'machine.foreign', value: 1.5 }));
    const results = { ...fullResults, samples: [...fullResults.samples, ...busy] };
    assert.deepEqual(
      [judge({ ...cpu, max: 1_000 }, results), judge({ ...cpu, metric: 'bytes.up', max: 396 }, results)].map((one) => [
        one?.state,
        one?.because,
      ]),
      [
        [
          'invalid',
          '8 of 8 rounds were discarded (other programs used 1.50 cores, at most 0.1 are allowed); at most 50 % may be',
        ],
        ['met', '396 bytes, where at most 396 bytes is asked'],
      ],
    );
  });

  it('is judged where as few rounds were disturbed as the run itself allows', () => {
    const busy = (rounds: number) => {
      const samples = fullResults.samples.filter((one) => one.metric === 'cpu.servers' && one.round <= rounds);
      const otherLoad = samples.map((one) => ({ ...one, metric: 'machine.foreign', unit: 'count', value: 1.5 }));
      return { ...fullResults, samples: [...fullResults.samples, ...otherLoad] };
    };
    assert.deepEqual(
      [4, 5].map((rounds) => state({ ...cpu, scheme: 'session', max: 1_000 }, busy(rounds))),
      ['met', 'invalid'],
    );
  });

  it('is not met by the rounds that a server lived through', () => {
    const died = (one: Results['samples'][number]) => one.scheme === 'jwt' && isMain(one) && one.round < 4;
    const samples = fullResults.samples.flatMap((one) => {
      if (!died(one)) return [one];
      return one.metric === 'cpu.servers' ? [{ ...one, metric: 'cpu.total', value: 0, valid: false }] : [];
    });
    assert.equal(state({ ...cpu, max: 1_000 }, { ...fullResults, samples }), 'invalid');
  });

  it('on the memory of servers is not met by one launch, as is what is counted', () => {
    const arm = armOf('load', 'jwt');
    const once = (metric: string) => {
      const sample = { scenario: 'authenticated-read', scheme: 'jwt', arm, round: 1, metric, unit: 'bytes', value: 9 };
      return state({ ...cpu, metric, max: 10 }, { ...fullResults, samples: [{ ...sample, valid: true }] });
    };
    assert.deepEqual([once('bytes.up'), once('rss.servers')], ['met', 'inconclusive']);
  });

  it('on failures is about the worst round, which their very number keeps out of every other figure', () => {
    const arm = armOf('load', 'jwt');
    const sample = { scenario: 'authenticated-read', scheme: 'jwt', arm, unit: 'count' } as const;
    const spoilt = { valid: false, invalidReason: '500 of 500 requests failed: status 500 (500)' } as const;
    const counts = (metric: string, ...values: readonly (number | 'lost')[]): Results => ({
      ...fullResults,
      samples: values.map((value, i) => ({
        ...{ ...sample, round: i + 1 },
        ...(value === 'lost'
          ? { metric: 'cpu.total', value: 0, valid: false, invalidReason: 'a server did not get ready' }
          : { metric, value, ...(value > 0 ? spoilt : { valid: true }) }),
      })),
    });
    for (const metric of ['errors', 'dropped']) {
      const judged = (max: number, ...values: readonly (number | 'lost')[]) => {
        const one = judge({ ...cpu, metric, max }, counts(metric, ...values));
        return `${one?.state}: ${one?.because}`;
      };
      assert.equal(judged(0, 0, 0, 0, 0), 'met: 0 in round 1, the worst of 4, where at most 0 is asked');
      assert.equal(
        judged(10, 0, 0, 500, 0),
        'breached: 500 in round 3, the worst of 4 (500 of 500 requests failed: status 500 (500)), where at most 10 is asked',
      );
      assert.match(judged(1, 500, 500), /^breached: 500 in round 1/);
      assert.equal(
        judged(1, 0, 0, 0, 'lost'),
        'inconclusive: 1 of 4 rounds came to no count (a server did not get ready)',
      );
      assert.match(
        judged(1, 0, 0, 'lost', 'lost'),
        /^invalid: 2 of 4 rounds were discarded \(a server did not get ready\)/,
      );
      assert.equal(
        judged(1, 'lost', 'lost'),
        `invalid: ${metric} of authenticated-read was not measured: a server did not get ready`,
      );
    }
  });

  it('on what is counted is not met by the few rounds in which all was answered', () => {
    const samples = fullResults.samples.map((one) =>
      one.scheme === 'jwt' && one.round > 2 ? { ...one, valid: false, invalidReason: '9 of 9 requests failed' } : one,
    );
    assert.equal(state({ ...cpu, metric: 'bytes.up', max: 396 }, { ...fullResults, samples }), 'invalid');
  });

  it('against a baseline needs one that can be compared', () => {
    const regression = { ...cpu, vs: 'baseline', maxRatio: 1.1 };
    const uncontrolled = scaled(1.3);
    assert.equal(state(regression, { ...uncontrolled, comparisons: [] }, fullResults), 'invalid');
    assert.equal(state(regression), 'inconclusive');
    assert.equal(state(regression, fullResults, fullResults), 'met');
    assert.equal(state(regression, scaled(1.3), fullResults), 'breached');
    assert.equal(state(regression, fullResults, { ...fullResults, methodVersion: 'x' }), 'invalid');
  });

  it('of security follows the verdicts of the attacks', () => {
    assert.equal(state({ id: 'all', attack: '*' }, failedResults), 'breached');
    assert.equal(state({ id: 'all', attack: '*' }), 'inconclusive');
    assert.deepEqual(judge({ id: 'one', attack: 'refresh-reuse', scheme: 'jwt-refresh' }), {
      ...{ id: 'one', level: 'error', state: 'met', because: '1 attack ended as required' },
    });
    assert.equal(judge({ id: 'none', attack: 'no-such-attack' })?.because, 'no such attack was run');
    assert.deepEqual(judge({ id: 'one', attack: 'jwt-unsigned', scheme: 'session' }), {
      ...{ id: 'one', level: 'error', state: 'inconclusive', because: 'jwt-unsigned on session (not-applicable)' },
    });
  });

  it('of a window is about the lifetimes that are configured, and not about those of the test', () => {
    const window = { id: 'logout', window: 'replay-after-logout' };
    const judged = (scheme: string, max: string, results = fullResults) => {
      const found = judge({ ...window, scheme, max }, results);
      return `${found?.state}: ${found?.because}`;
    };
    assert.equal(judged('session', '5s'), 'met: a copy is refused at once, where 5 s is allowed');
    assert.equal(
      judged('jwt', '5s'),
      'breached: a copy is accepted for up to 15 min (tested: 2.74 s of 3 s), where 5 s is allowed',
    );
    assert.deepEqual(
      ['59s', '60s'].map((max) => state({ ...window, scheme: 'jwt-refresh', max })),
      ['breached', 'met'],
    );
    assert.equal(
      judged('session', '1h', failedResults),
      'breached: a copy is accepted with no end that was seen, where 60 min is allowed',
    );
  });

  it('of a window is never met where what is configured is not known', () => {
    const attacks = fullResults.attacks.map(({ configuredMs: _, bound: _b, ...attack }) => attack);
    assert.deepEqual(
      ['1s', '24h'].map((max) => {
        const found = judge(
          { id: 'logout', window: 'replay-after-logout', scheme: 'jwt', max },
          { ...fullResults, attacks },
        );
        return `${found?.state}: ${found?.because}`;
      }),
      ['1 s', '24 h'].map(
        (max) =>
          `inconclusive: cannot be judged: a copy is accepted for a time not known as configured (tested: 2.74 s of 3 s), where ${max} is allowed; the run is of an older version, which kept only the lifetimes of its test`,
      ),
    );
  });

  it('of a lifetime is about the one that is configured', () => {
    const arm = armOf('lifecycle', 'jwt');
    const sample = { scenario: 'lifetimes', scheme: 'jwt', arm, round: 1, valid: true } as const;
    const ends = [1, 2, 3].map((round) => ({
      ...{ ...sample, round, metric: 'end.in-use', unit: 'ms', value: 1_980 + round },
      configured: 901_000,
    }));
    const results = { ...fullResults, samples: [...fullResults.samples, ...ends] };
    const budget = { id: 'end', scenario: 'lifetimes', metric: 'end.in-use', scheme: 'jwt' };
    assert.deepEqual(
      ['5s', '20min'].map((max) => judge({ ...budget, max }, results)).map((one) => [one?.state, one?.because]),
      [
        ['breached', '15 min 1 s as configured (tested: 1.98 s), where at most 5 s is asked'],
        ['met', '15 min 1 s as configured (tested: 1.98 s), where at most 20 min is asked'],
      ],
    );
  });

  it('of logins that paid less than is configured is never met, and breached by what breaks it even so', () => {
    const cheap: Results = {
      ...fullResults,
      scenarios: fullResults.scenarios.map((one) => ({ ...one, asksPassword: one.kind === 'load' })),
      schemes: fullResults.schemes.map((scheme) => ({
        ...scheme,
        settings: { ...scheme.settings, passwordCost: 10 },
        configured: { ...scheme.configured, passwordCost: 17 },
      })),
    };
    assert.deepEqual(
      [100, 1_000].map((max) => state({ ...cpu, max }, cheap)),
      ['breached', 'inconclusive'],
    );
    assert.deepEqual(
      [0.6, 0.65].map((maxRatio) => state({ ...cpu, vs: 'session', maxRatio }, cheap)),
      ['inconclusive', 'inconclusive'],
    );
    assert.match(
      judge({ ...cpu, max: 1_000 }, cheap)?.because ?? '',
      /^cannot be judged: 1.* µs, where at most 1 ms is asked, but measured at a password cost of 2\^10, where 2\^17 is configured: 128 times the work at each login$/,
    );
    assert.deepEqual(
      [
        judge({ ...cpu, metric: 'bytes.up', max: 396 }, cheap)?.state,
        state({ ...cpu, vs: 'baseline', maxRatio: 1.1 }, cheap, cheap),
      ],
      ['met', 'met'],
    );
  });
});

describe('a waiver', () => {
  const budgets = (until: string) =>
    Budgets.parse({
      budgets: [{ id: 'all', attack: '*' }],
      waivers: [{ id: 'all', reason: 'being fixed', owner: 'ada', until }],
    });

  it('counts until its last day, and then no longer', () => {
    const states = ['2026-11-23', '2026-11-22'].map((until) => judgeBudgets(budgets(until), failedResults, today)[0]);
    assert.deepEqual(
      states.map((one) => one?.state),
      ['waived', 'breached'],
    );
    assert.match(states[1]?.because ?? '', /no longer waived by ada until 2026-11-22: being fixed$/);
  });

  it('changes nothing about a budget that is met or open', () => {
    assert.equal(judgeBudgets(budgets('2026-12-31'), fullResults, today)[0]?.state, 'inconclusive');
  });
});

describe('a budgets file', () => {
  it('leaves out what is switched off', () => {
    assert.equal(judge({ ...cpu, max: 1, level: 'off' }), undefined);
  });

  it('that cannot be meant is refused', () => {
    const wrong: readonly object[] = [
      { budgets: [{ ...cpu }] },
      { budgets: [{ ...cpu, max: 1, min: 1 }] },
      { budgets: [{ ...cpu, max: 'soon' }] },
      { budgets: [{ ...cpu, max: 1, colour: 'red' }] },
      {
        budgets: [
          { ...cpu, max: 1 },
          { ...cpu, max: 2 },
        ],
      },
      { budgets: [], waivers: [{ id: 'cpu', reason: 'x', owner: 'y', until: '2026-12-31' }] },
      { budgets: [{ ...cpu, max: 1 }], waivers: [{ id: 'cpu', reason: '', owner: 'y', until: '2026-12-31' }] },
      { budgets: [{ ...cpu, max: 1 }], waivers: [{ id: 'cpu', reason: 'x', owner: 'y', until: 'soon' }] },
    ];
    for (const file of wrong) assert.equal(Budgets.safeParse(file).success, false, JSON.stringify(file));
  });

  it('has an example that works', () => {
    const example: unknown = JSON.parse(readFileSync('reports/example/budgets.json', 'utf8'));
    const states = judgeBudgets(Budgets.parse(example), fullResults, today, fullResults);
    assert.deepEqual(
      states.map(({ id, level, state }) => `${id} ${level} ${state}`),
      ['attacks error inconclusive', 'logout-session error met', 'read-p99 warn met', 'read-cpu-regression error met'],
    );
  });
});
