import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { demand, demandRow, scaledResults, scaleOut } from '../../results/fixtures/scale-out.ts';
import { demandsOf } from '../demands.ts';
import { isKnown } from '../estimate.ts';
import { planOf } from '../plan.ts';
import { readWorkload } from '../workload.ts';
import { boundsAt, leastOf } from './bounds.ts';
import { curveOf, takesAt } from './demand-curve.ts';
import { confirmed, isMissed } from './held-out.ts';
import { predictDemand } from './predict-demand.ts';
import { predictScaleOut } from './predict-scale-out.ts';
import { carriedOfMix, takesOfMix } from './step-demand.ts';
import { theoryAt } from './theory.ts';

const at = '2026-11-29T12:00:00.000Z';
const of = (scheme: string, rows = demand) => rows.filter((row) => row.scheme === scheme);
const near = (value: number | undefined) => Number((value ?? Number.NaN).toPrecision(9));

describe('demand between the rates that were measured', () => {
  const curve = curveOf(of('session').filter(({ load }) => load === 'read'));

  it('lies on straight lines between them, and is not known beyond them', () => {
    // 200 µs × (1 − share ÷ 2)
    assert.equal(near(takesAt(curve, 0.1)?.cpuServersUs), 190);
    assert.equal(near(takesAt(curve, 0.27)?.cpuServersUs), 173);
    assert.deepEqual([takesAt(curve, 0.09), takesAt(curve, 0.81)], [undefined, undefined]);
  });

  it('is the median of the rounds that count', () => {
    const row = demandRow('s', 'read', { me: 1 }, { share: 0.5, place: 1, atRest: 100, capacity: 1_000, storeUs: 5 });
    const rows = [70, 80, 90].map((cpuServersUs) => ({ ...row, cpuServersUs }));
    assert.equal(curveOf([...rows, { ...row, cpuServersUs: 9_000, valid: false }])[0]?.cpuServersUs, 80);
  });

  it('of a step that is never alone is what its load takes beyond the other one', () => {
    // a login and a logout take 400 µs each in the mean at 0.4, a login 480: 2 × 400 − 480
    assert.equal(near(takesOfMix(of('session'), { logout: 1 }, 0.4)?.cpuServersUs), 320);
    assert.equal(near(takesOfMix(of('session'), { logout: 1 }, 0.4)?.cpuStoreUs), 30);
    assert.equal(takesOfMix(of('jwt'), { logout: 1 }, 0.4), undefined);
  });

  it('of a mix is the mean of its steps, and so is what an instance carries of it', () => {
    const mix = { me: 0.9, login: 0.05, logout: 0.05 };
    // 0.9 × 160 + 0.05 × 480 + 0.05 × 320
    assert.equal(near(takesOfMix(of('session'), mix, 0.4)?.cpuServersUs), 184);
    assert.equal(near(takesOfMix(of('session'), mix, 0.4)?.storeCommands), 1.4);
    // a logout takes 2 ÷ 2,500 − 1 ÷ 2,000 s
    assert.equal(near(carriedOfMix(of('session'), mix)), near(1 / (0.9 / 10_000 + 0.05 / 2_000 + 0.05 * 0.0003)));
  });
});

describe('throughput over instances', () => {
  const session = scaleOut.filter(({ scheme, mode }) => scheme === 'session' && mode === 'shared');

  it('grows with them until the store is at its end, which it names', () => {
    const theory = [1, 4, 5, 8].map((count) => leastOf(theoryAt(session, count)!));
    assert.deepEqual(
      theory.map(({ perSecond, limit }) => [near(perSecond), limit]),
      [
        [1_000, 'servers'],
        [4_000, 'servers'],
        [5_000, 'servers'],
        [5_000, 'store'],
      ],
    );
  });

  it('ends at the load generator, where nothing else ends it', () => {
    const jwt = scaleOut.filter(({ scheme }) => scheme === 'jwt');
    assert.deepEqual(leastOf(boundsAt(jwt, 200)!), { perSecond: 1e6 / 18, limit: 'generator' });
  });

  it('is predicted by what a request takes at the numbers around, and by no number that was held out', () => {
    const dearer = session.map((row) => (row.instances === 4 ? { ...row, cpu: { ...row.cpu, servers: 120 } } : row));
    const wrong = dearer.map((row) => (row.heldOut ? { ...row, cpu: { ...row.cpu, servers: 1 } } : row));
    const predicted = predictScaleOut(wrong, [3, 6], at).map((one) => near(one.predicted));
    // three at 110 µs; six at 110 µs would be 5,454
    assert.deepEqual(predicted, [near(0.3e6 / 110), 5_000]);
  });

  it('is not predicted of what did not count', () => {
    assert.deepEqual(
      predictScaleOut(
        session.map((row) => ({ ...row, valid: false })),
        [3],
        at,
      ),
      [],
    );
  });

  it('is not predicted beyond the most that was measured', () => {
    const few = session.filter(({ instances }) => instances <= 4);
    assert.deepEqual(
      predictScaleOut(few, [3, 6], at).map(({ point }) => point.instances),
      [3],
    );
  });
});

describe('a prediction', () => {
  it('is held against what came, with the sign of its error', () => {
    const [first] = scaledResults.predictions!.filter(({ scheme }) => scheme === 'session');
    assert.deepEqual([first?.quantity, near(first?.predicted), near(first?.error ?? 0)], ['cpu.servers', 173, 0.04]);
    assert.deepEqual(scaledResults.predictions!.filter(isMissed), []);
    const unmeasured = confirmed({ predictions: scaledResults.predictions! });
    assert.ok(unmeasured.every(({ measured, error }) => measured === null && error === null));
  });

  it('of a demand that is half as high again is caught, and the plan reckons with it no more', () => {
    const planted = demand.map((row) =>
      row.scheme === 'session' && row.load === 'read' ? { ...row, cpuStoreUs: 1.5 * (row.cpuStoreUs ?? 0) } : row,
    );
    const points = [
      {
        scheme: 'session',
        scenario: 'demand',
        load: 'read',
        steps: { me: 1 },
        place: 1,
        share: 0.27,
        ratePerSecond: 2_700,
      },
    ];
    const predictions = confirmed({ ...scaledResults, predictions: predictDemand(planted, points, at) });
    assert.deepEqual(
      predictions.filter(isMissed).map(({ quantity, error }) => [quantity, near(error ?? 0)]),
      [['cpu.store', near(1 / 1.5 - 1)]],
    );
    const stores = (results: typeof scaledResults) => {
      const read = readWorkload({ users: '1e6', ratePerSecond: '20000', mix: 'read=1' });
      assert.ok('workload' in read);
      const plan = planOf(read.workload, demandsOf(results));
      const session = plan.schemes.find(({ scheme }) => scheme === 'session')!;
      return { isTold: isKnown(session.storeCores), servers: isKnown(session.servers), missing: plan.missing };
    };
    assert.deepEqual([stores(scaledResults).isTold, stores(scaledResults).missing], [true, []]);
    const { isTold, servers, missing } = stores({ ...scaledResults, predictions });
    assert.deepEqual([isTold, servers], [false, true]);
    assert.deepEqual(
      missing.map(({ what, because }) => [what, because]),
      [
        [
          'CPU of the store',
          'what was predicted of it for read at 2,700/s was wrong by −33.3 %, and it is not extrapolated beyond 10 %',
        ],
      ],
    );
  });
});

describe('a plan on a run that measured demand and growth', () => {
  it('tells every step near the most that an instance carries, and how far growth was seen', () => {
    const demands = demandsOf(scaledResults);
    assert.equal(demands.near, 'all');
    const { instances, least, most } = demands.growth!;
    assert.deepEqual([instances, near(least), near(most)], [8, 1, 1]);
    const session = demands.schemes.find(({ scheme }) => scheme === 'session')!;
    // at 0.8: 0.6 × 200 µs of a read, and the hash as configured on top of 0.6 × 600 µs of a login
    assert.ok(isKnown(session.steps.read.servers) && isKnown(session.steps.login.servers));
    assert.deepEqual(
      [near(session.steps.read.servers.middle), near(session.steps.login.servers.middle)],
      [120, 297_360],
    );
  });

  it('does not take a store that it could not see for one that takes nothing', () => {
    const unseen = demand.map((row) => ({ ...row, cpuStoreUs: null }));
    const { schemes } = demandsOf({ ...scaledResults, demand: unseen });
    const stores = schemes.map(({ scheme, steps }) => [scheme, isKnown(steps.read.store)]);
    assert.deepEqual(stores, [
      ['session', false],
      ['jwt', true],
      ['jwt-refresh', false],
    ]);
  });

  it('tells it as before where one scheme lacks a step', () => {
    const partly = demand.filter(({ scheme, load }) => scheme !== 'jwt' || load !== 'login');
    assert.equal(demandsOf({ ...scaledResults, demand: partly }).near, 'reads');
  });
});
