import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { fullResults } from '../results/fixtures/results.ts';
import { Budgets } from './budget-file.ts';
import { strangeNames } from './budget-names.ts';

const names = {
  schemes: ['session', 'jwt', 'jwt-refresh'],
  attacks: ['refresh-reuse', 'replay-after-logout'],
  load: ['authenticated-read', 'login'],
  lifecycle: ['lifetimes'],
  micro: ['jwt-sign-hs256'],
};
const cpu = { metric: 'cpu.servers', scheme: 'jwt', max: 1 };
const ratio = { metric: 'cpu.servers', scheme: 'jwt', maxRatio: 1 };

const strange = (budget: object, stored?: typeof fullResults) =>
  strangeNames(Budgets.parse({ budgets: [{ id: 'a', ...budget }] }), names, stored).map(
    ({ path, message }) => `${path.join('.')}: ${message}`,
  );

describe('a name in a budget', () => {
  it('that nothing has is told, with those near it', () => {
    assert.deepEqual(
      [
        ...strange({ ...cpu, metric: 'latency.p98' }),
        ...strange({ ...cpu, scheme: 'sesion' }),
        ...strange({ ...cpu, scenario: 'authentic-read' }),
        ...strange({ ...ratio, vs: 'oauth' }),
        ...strange({ attack: 'refresh-reused', scheme: 'jwtt' }),
        ...strange({ window: 'replay-logout', scheme: 'none', max: '1s' }),
      ],
      [
        "budgets.0.metric: there is no metric 'latency.p98'; near it: latency.p95, latency.p99, latency.p50",
        "budgets.0.scheme: there is no scheme 'sesion'; near it: session",
        "budgets.0.scenario: there is no scenario 'authentic-read'; near it: authenticated-read",
        "budgets.0.vs: there is no scheme 'oauth'",
        "budgets.0.attack: there is no attack 'refresh-reused'; near it: refresh-reuse",
        "budgets.0.scheme: there is no scheme 'jwtt'; near it: jwt",
        "budgets.0.window: there is no attack 'replay-logout'; near it: replay-after-logout",
        "budgets.0.scheme: there is no scheme 'none'",
      ],
    );
  });

  it('is right where something has it, measured or not, and where it stands for all or for the baseline', () => {
    assert.deepEqual(
      [
        ...strange({ ...cpu, metric: 'slo.p99', scenario: 'login' }),
        ...strange({ ...cpu, scheme: 'none', metric: 'time.operation', scenario: 'jwt-sign-hs256' }),
        ...strange({ ...ratio, vs: 'baseline' }),
        ...strange({ attack: '*' }),
      ],
      [],
    );
  });

  it('is refused where a ratio is asked of what is never compared', () => {
    const compared = 'Compared are cpu.total, cpu.servers, latency.p50, latency.p99 and throughput, under load';
    assert.deepEqual(
      [
        ...strange({ ...ratio, vs: 'baseline', metric: 'latency.p95' }),
        ...strange({ ...ratio, vs: 'session', metric: 'store.commands' }),
        ...strange({ ...ratio, vs: 'baseline', metric: 'end.in-use', scenario: 'lifetimes' }),
        ...strange({ ...ratio, vs: 'baseline', metric: 'latency.p99', scenario: 'login' }),
        ...strange({ ...cpu, metric: 'latency.p95' }),
      ],
      [
        `budgets.0.vs: latency.p95 of authenticated-read is not compared: it takes max or min. ${compared}`,
        `budgets.0.vs: store.commands of authenticated-read is not compared: it takes max or min. ${compared}`,
        `budgets.0.vs: end.in-use of lifetimes is not compared: it takes max or min. ${compared}`,
      ],
    );
  });

  it('is not judged of a lifecycle scenario, which names its measures itself, nor where it is switched off', () => {
    assert.deepEqual(strange({ ...cpu, scenario: 'lifetimes', metric: 'end.in-use' }), []);
    assert.deepEqual(strange({ ...cpu, metric: 'latency.p98', scheme: 'sesion', level: 'off' }), []);
  });

  it('may be one that a stored run alone has', () => {
    const [sample, ...others] = fullResults.samples;
    const older = {
      ...fullResults,
      schemes: [...fullResults.schemes, { ...fullResults.schemes[0]!, id: 'their-app' }],
      samples: [{ ...sample!, metric: 'cpu.old', scenario: 'old-read' }, ...others],
    };
    const budget = { ...cpu, metric: 'cpu.old', scenario: 'old-read', scheme: 'their-app' };
    assert.equal(strange(budget).length, 3);
    assert.deepEqual(strange(budget, older), []);
  });
});
