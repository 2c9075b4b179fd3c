import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { fullResults } from '../results/fixtures/results.ts';
import type { Results } from '../results/results.ts';
import { caveats } from './caveats.ts';
import { asConfigured, cheapened } from './cheapened.ts';

type Comparison = Results['comparisons'][number];

/** The same run with logins that paid a 128th of what is configured. */
const cheap: Results = {
  ...fullResults,
  scenarios: [
    ...fullResults.scenarios.map((one) => (one.id === 'login' ? { ...one, asksPassword: true } : one)),
    { id: 'login-without-password', kind: 'sensitivity', title: '', question: '', sets: ['passwordCost'] },
  ],
  schemes: fullResults.schemes.map((scheme) => ({
    ...scheme,
    settings: { ...scheme.settings, passwordCost: 10 },
    configured: { ...scheme.configured, passwordCost: 17 },
  })),
};
const condition = 'measured at a password cost of 2^10, where 2^17 is configured: 128 times the work at each login';
const of = (metric: string, change: object = {}) =>
  cheapened(cheap, { scenario: 'login', scheme: 'jwt', metric, ...change });

describe('a figure of logins that paid less than is configured', () => {
  it('is told with its condition, whatever a password has a part in', () => {
    for (const metric of ['cpu.total', 'cpu.store', 'latency.p99', 'throughput', 'rss.servers', 'store.commands'])
      assert.equal(of(metric), condition, metric);
    for (const metric of ['bytes.up', 'errors', 'rate.offered', 'cpu.generator', 'machine.steal'])
      assert.equal(of(metric), undefined, metric);
  });

  it('is nothing of loads without a login, nor of servers that paid what is configured or say nothing of it', () => {
    assert.equal(of('cpu.total', { scenario: 'authenticated-read' }), undefined);
    assert.equal(of('cpu.total', { scheme: 'my-app' }), undefined);
    assert.equal(of('cpu.total', { scheme: 'my-app', reference: 'session' }), condition);
    assert.equal(cheapened(fullResults, { scenario: 'login', scheme: 'jwt', metric: 'cpu.total' }), undefined);
  });

  it('says so where failed logins were not counted, as they are', () => {
    const schemes = cheap.schemes.map((one) => ({
      ...one,
      settings: { ...one.settings, loginFailures: 0 },
      configured: { ...one.configured, loginFailures: 10 },
    }));
    assert.equal(
      cheapened({ ...cheap, schemes }, { scenario: 'login', scheme: 'jwt', metric: 'store.commands' }),
      `${condition}, and no failed login was counted`,
    );
  });

  it('is left to a variation whose name says what it makes of a password, and not to the schemes beside it', () => {
    const built = [{ variation: 'login-without-password' }, {}];
    assert.deepEqual(
      built.map((one) => of('cpu.total', one)),
      [undefined, condition],
    );
  });

  it('decides nothing between schemes, and asks for no further rounds', () => {
    const [first] = fullResults.comparisons;
    const judged = (change: Partial<Comparison>) => {
      const { verdict, because, furtherRounds } = asConfigured(cheap, {
        ...(first as Comparison),
        ...{
          kind: 'scheme',
          scenario: 'login',
          metric: 'cpu.total',
          verdict: 'better',
          because: '0.6 lies beyond 5 %',
        },
        furtherRounds: 4,
        ...change,
      });
      return [verdict, because, furtherRounds];
    };
    assert.deepEqual(judged({}), ['inconclusive', `0.6 lies beyond 5 %, but ${condition}`, undefined]);
    const kept = [{ kind: 'a-a' }, { verdict: 'invalid' }, { metric: 'bytes.up' }] as const;
    assert.deepEqual(
      kept.map((change) => judged(change)[0]),
      ['better', 'invalid', 'better'],
    );
  });

  it('stands among what the run cannot tell', () => {
    assert.ok(
      caveats(cheap).includes(
        `What these cost as configured, and which scheme needs less for them: Login, ${condition}.`,
      ),
    );
  });
});
