import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { fullResults } from '../results/fixtures/results.ts';
import type { Results } from '../results/results.ts';
import { tested } from '../results/tested-ms.ts';
import { artefactWindow, byLength, lengthText, outcomeText, windowOf, windowText } from './window.ts';

type Attack = Results['attacks'][number];

const jwt = fullResults.attacks.find(({ id, scheme }) => id === 'replay-after-logout' && scheme === 'jwt') as Attack;
const without = ({ configuredMs: _, ...attack }: Attack): Attack => attack;
const text = (change: Partial<Attack>, attack = jwt) => {
  const window = windowOf({ ...attack, ...change });
  return window && windowText(window);
};

describe('a window', () => {
  it('is as long as its scheme is configured, with what was tested beside it', () => {
    assert.deepEqual(windowOf(jwt), {
      kind: 'bounded',
      configuredMs: 900_000,
      seen: { lastedMs: 2_740, boundMs: 3_000 },
    });
    assert.equal(text({}), 'up to 15 min (tested: 2.74 s of 3 s)');
  });

  it('is none where the first use was refused, and endless where something outlived its bound', () => {
    const [none, blocked] = [{ windowMs: tested(0), declaredMs: tested(3_000) }, { outcome: 'blocked' as const }];
    assert.deepEqual(
      [text({ ...blocked, ...none }), text({ outcome: 'succeeded' }), windowOf({ outcome: 'succeeded' })],
      [
        'at once',
        'longer than allowed (tested: 2.74 s of 3 s)',
        { kind: 'endless', configuredMs: Number.POSITIVE_INFINITY },
      ],
    );
  });

  it('is as long as a lifetime also where that lifetime ended it as required', () => {
    assert.equal(text({ outcome: 'blocked' }), 'up to 15 min (tested: 2.74 s of 3 s)');
  });

  it('is not known where the lifetime is not, and says who could tell it', () => {
    const { bound: _, ...older } = without(jwt);
    assert.deepEqual(
      [without(jwt), older].map((attack) => [text({}, attack), outcomeText(attack)]),
      [
        [
          'a time not known as configured (tested: 2.74 s of 3 s)',
          'the copy worked for 2.74 s after the logout, of 3 s allowed; how long that is as configured is not known: the target does not say what its lifetimes are as configured (accessMs, toleranceMs): configuredTtlMs in its description does',
        ],
        [
          'a time not known as configured (tested: 2.74 s of 3 s)',
          'the copy worked for 2.74 s after the logout, of 3 s allowed; how long that is as configured is not known: the run is of an older version, which kept only the lifetimes of its test',
        ],
      ],
    );
  });

  it('is nothing where the attack has no verdict', () => {
    for (const outcome of ['inconclusive', 'not-run', 'not-applicable', 'blocked-by-crash'] as const) {
      const { windowMs: _, ...rest } = jwt;
      assert.equal(windowOf({ ...rest, outcome }), undefined);
    }
  });

  it('of an artefact is endless only where that artefact itself outlived its bound', () => {
    const of = (measuredMs: number, declaredMs: number, outcome: Attack['outcome']) => {
      const times = { measuredMs: tested(measuredMs), declaredMs: tested(declaredMs), configuredMs: 900_000 };
      const window = artefactWindow({ event: 'logout', artefact: 'access-token', ...times }, { ...jwt, outcome });
      return window && lengthText(window);
    };
    assert.deepEqual(
      [of(0, 3_000, 'window'), of(2_740, 3_000, 'succeeded'), of(12, 0, 'succeeded'), of(2_740, 3_000, 'inconclusive')],
      ['at once', 'up to 15 min', 'longer than allowed', undefined],
    );
  });

  it('is longest where it has no end, then where nobody knows it, then by what is configured', () => {
    const windows = [{ configuredMs: 60_000 }, { outcome: 'succeeded' as const }, {}].flatMap(
      (change) => windowOf({ ...jwt, ...change }) ?? [],
    );
    const untold = windowOf(without(jwt));
    assert.ok(untold);
    assert.deepEqual(
      [...windows, untold].sort(byLength).map(({ kind, configuredMs }) => [kind, configuredMs]),
      [
        ['endless', Number.POSITIVE_INFINITY],
        ['untold', undefined],
        ['bounded', 900_000],
        ['bounded', 60_000],
      ],
    );
  });
});
