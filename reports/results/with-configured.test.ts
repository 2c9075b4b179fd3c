import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { windowOf, windowText } from '../analysis/window.ts';
import { armOf } from './fixtures/arm.ts';
import { fullResults } from './fixtures/results.ts';
import { readResults } from './read-results.ts';
import type { Results } from './results.ts';

type Attack = Results['attacks'][number];

const jwt = fullResults.attacks.find(({ id, scheme }) => id === 'replay-after-logout' && scheme === 'jwt') as Attack;

/** A run of 1.2.0: no window says what it is as configured, and no scheme what it is configured to. */
function older(attacks: readonly Partial<Attack>[], change: Partial<Results> = {}): unknown {
  return {
    ...fullResults,
    schemaVersion: '1.2.0',
    schemes: fullResults.schemes.map(({ configured: _, ...scheme }) => ({
      ...scheme,
      settings: { accessMs: 900_000, toleranceMs: 1_000, absoluteMs: 43_200_000, graceMs: 0, passwordCost: 10 },
    })),
    attacks: attacks.map((attack) => {
      const { configuredMs: _, bound: _b, ...rest } = { ...jwt, ...attack };
      return rest;
    }),
    ...change,
  };
}

function read(json: unknown): Results {
  const reading = readResults(json);
  assert.ok('results' in reading, JSON.stringify(reading));
  return reading.results;
}

const texts = (json: unknown) =>
  read(json).attacks.map((attack) => {
    const window = windowOf(attack);
    return window && windowText(window);
  });

describe('a run of before windows were told as configured', () => {
  it('has them by what its schemes were set to and by what ends each attack', () => {
    const ids = ['replay-after-logout', 'refresh-silent-theft', 'refresh-grace-abuse'];
    assert.deepEqual(texts(older(ids.map((id) => ({ id })))), [
      'up to 15 min 1 s (tested: 2.74 s of 3 s)',
      'up to 12 h (tested: 2.74 s of 3 s)',
      'no time (tested: 2.74 s of 3 s)',
    ]);
  });

  it('does not tell them of an attack that more than lifetimes ended, nor of a server that is not ours', () => {
    const targets = [
      {
        ...{ scheme: 'jwt', title: '', origin: '', declared: {}, lifetimes: { access: 3_000 } },
        ...{ ceilings: { ratePerSecond: 1, concurrency: 1, requests: 1 }, requests: 1, optIn: [] },
      },
    ];
    assert.deepEqual(
      [texts(older([{ id: 'clock-skew-instance' }])), texts(older([{}], { targets }))],
      [
        ['a time not known as configured (tested: 2.74 s of 3 s)'],
        ['a time not known as configured (tested: 2.74 s of 3 s)'],
      ],
    );
  });

  it('has lifetimes as configured, and knows which loads paid for passwords', () => {
    const sample = {
      scheme: 'session',
      scenario: 'lifetimes',
      arm: armOf('lifecycle', 'session'),
      round: 1,
      unit: 'ms',
      valid: true,
    };
    const values = { 'end.in-use': 2_900, 'configured.idle': 1_500, 'silence.refused': 1_650 };
    const schemes = fullResults.schemes.map(({ configured: _, ...scheme }) => ({
      ...scheme,
      settings: { absoluteMs: 43_200_000, idleMs: 1_800_000, passwordCost: 10 },
    }));
    const samples = Object.entries(values).map(([metric, value]) => ({ ...sample, metric, value }));
    const { samples: seen, schemes: facts, scenarios, comparisons } = read(older([], { samples, schemes }));
    assert.deepEqual(
      seen.map(({ configured }) => configured),
      [43_200_000, 1_800_000, 1_980_000],
    );
    assert.deepEqual(facts[0]?.configured?.passwordCost, 17);
    assert.deepEqual(
      scenarios.filter(({ asksPassword }) => asksPassword).map(({ id }) => id),
      ['login'],
    );
    const winnersOf = (of: Results['comparisons']) =>
      of.filter(({ scenario, verdict }) => scenario === 'login' && !['inconclusive', 'invalid'].includes(verdict))
        .length;
    assert.equal(winnersOf(comparisons), winnersOf(comparisons.filter(({ kind }) => kind === 'a-a')));
    assert.ok(winnersOf(fullResults.comparisons) > 0);
  });
});
