import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Arm } from '../../reports/results/arm.ts';
import { armOf } from '../../reports/results/fixtures/arm.ts';
import type { Results } from '../../reports/results/results.ts';
import load from '../../scenarios/load/authenticated-read.ts';
import sessionScheme from '../../servers/schemes/session.ts';
import type { RunnerParts } from '../cells/run-cell.ts';
import { loadCell } from '../plan/plan-load.ts';
import { profiles } from '../plan/profiles.ts';
import { ownTarget } from '../targets/own/own-target.ts';
import type { Target } from '../targets/target.ts';
import type { MeasuringContext } from './measuring-context.ts';
import { offeredRates, ratesBefore } from './offered-rates.ts';

const session = ownTarget(sessionScheme);

const armOfSession = (group: Arm['group'], more: Partial<Arm> = {}) => armOf(group, session.id, 'main', more);
const offered = (arm: Arm, value: number): Results['samples'][number] => ({
  ...{ scenario: load.id, scheme: session.id, arm, round: 1, place: 1 },
  ...{ metric: 'rate.offered', unit: '1/s', value, valid: true },
});
/** In the order in which a full run records them. */
const samples = [
  offered(armOfSession('load'), 400),
  offered(armOf('load', session.id, 'a-a'), 400),
  offered(armOfSession('sensitivity'), 250),
  offered(armOfSession('sensitivity', { variation: 'token-rs256' }), 250),
  offered(armOfSession('confirmation', { pass: 1 }), 300),
];

describe('the rate that is offered', () => {
  it('is the one of the same rounds before, where the run goes on, and no pilot is needed', async () => {
    const said: string[] = [];
    const parts = {
      schemes: [session],
      builder: { results: () => ({ samples }) },
      progress: { say: (text: string) => said.push(text) },
    } as unknown as RunnerParts;
    const measuring = {} as MeasuringContext;
    const rate = async (group: 'load' | 'variations', arm: Arm) => {
      const cell = loadCell(load, { arm, scheme: session }, 2, 1);
      return (await offeredRates(group, [[cell]], profiles.full.load, measuring, parts))(cell);
    };
    assert.deepEqual(
      [await rate('load', armOfSession('load')), await rate('variations', armOfSession('sensitivity'))],
      [{ perSecond: 400 }, { perSecond: 250 }],
    );
    assert.deepEqual(said, [
      'load       authenticated-read: 400 requests/s offered to every server',
      'variations authenticated-read: 250 requests/s offered to every server',
    ]);
  });

  it('is the one of the run that this one is held against, where the run has none of its own', async () => {
    const rate = async (own: Results['samples']) => {
      const parts = {
        schemes: [session],
        baseline: { samples },
        builder: { results: () => ({ samples: own }) },
        progress: { say: () => {} },
      } as unknown as RunnerParts;
      const cell = loadCell(load, { arm: armOfSession('load'), scheme: session }, 1, 1);
      return (await offeredRates('load', [[cell]], profiles.full.load, {} as MeasuringContext, parts))(cell);
    };
    assert.deepEqual(
      [await rate([]), await rate([offered(armOfSession('load'), 410)])],
      [{ perSecond: 400 }, { perSecond: 410 }],
    );
  });

  it('is none for a target that is too slow, also where the rate is known from before', async () => {
    const slow: Target = {
      ...{ ...session, id: 'my-app', ceilings: { ratePerSecond: 100, concurrency: 4, requests: 1_000 } },
      launch: async () => Promise.reject(new Error('it is not up')),
    };
    const said: string[] = [];
    const parts = {
      schemes: [session],
      builder: { results: () => ({ samples }) },
      progress: { say: (text: string) => said.push(text) },
    } as unknown as RunnerParts;
    const { signal } = new AbortController();
    const measuring = { context: { signal, accounts: { users: [] } } } as unknown as MeasuringContext;
    const cells = [session, slow].map((scheme) => loadCell(load, { arm: armOf('load', scheme.id), scheme }, 2, 1));
    const rateOf = await offeredRates('load', [cells], profiles.full.load, measuring, parts);
    const because = 'a few requests at once got no good answer: it is not up';
    assert.deepEqual(cells.map(rateOf), [{ perSecond: 50 }, { because }]);
    assert.deepEqual(said, [
      'load       authenticated-read: 50 requests/s offered to every server',
      `load       authenticated-read: not measured on my-app, since ${because}`,
    ]);
  });

  it('is not known of what was offered to none of these rounds', () => {
    assert.deepEqual(ratesBefore({ samples: samples.slice(2) }, 'load'), new Map());
    assert.deepEqual(ratesBefore({ samples: samples.slice(0, 2) }, 'variations'), new Map());
  });
});
