import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { fullResults } from '../results/fixtures/results.ts';
import type { Results } from '../results/results.ts';
import { exposures } from './exposure.ts';
import { exposureFinding } from './exposure-text.ts';

type Attack = Results['attacks'][number];
type ArtefactWindow = NonNullable<Attack['windows']>[number];

const [like] = fullResults.attacks;
assert.ok(like);
const ms = (value: number) => value as unknown as ArtefactWindow['measuredMs'];
const attack = (scheme: string, measured: number, part: Partial<Attack> = {}): Attack => ({
  ...{ ...like, id: 'replay-after-logout', scheme, outcome: measured === 0 ? 'blocked' : 'window', asExpected: true },
  windows: (['logout', 'password-change'] as const).map((event) => ({
    ...{ event, artefact: 'access-token', measuredMs: ms(measured), declaredMs: ms(3_000), configuredMs: 900_000 },
  })),
  windowMs: ms(measured),
  declaredMs: ms(3_000),
  configuredMs: 900_000,
  ...part,
});
const of = (...attacks: Attack[]) => exposures({ ...fullResults, attacks, scaling: [] });

describe('how long something goes on working', () => {
  it('is told as configured, as computed where tests had shorter lifetimes, and events alike in one', () => {
    const [one, ...others] = of(attack('session', 0), attack('jwt', 2_700));
    assert.deepEqual(others, []);
    assert.deepEqual([one?.title, one?.also], ['logout', ['password change']]);
    assert.deepEqual(
      one?.of.map(({ scheme, ms, isMeasured }) => [scheme, ms, isMeasured]),
      [
        ['session', 0, true],
        ['jwt', 900_000, false],
      ],
    );
  });

  it('of what a script stole counts from when its page is closed', () => {
    const theft = (scheme: string, outcome: Attack['outcome'], configuredMs: number) =>
      attack(scheme, outcome === 'blocked' ? 0 : 2_700, { id: 'xss-token-theft', outcome, configuredMs, windows: [] });
    const [one, ...others] = of(theft('session', 'blocked', 0), theft('jwt', 'window', 900_000));
    assert.deepEqual(others, []);
    assert.equal(one?.title, 'theft by script, once its page is closed');
    assert.deepEqual(
      one?.of.map(({ scheme, ms }) => [scheme, ms]),
      [
        ['session', 0],
        ['jwt', 900_000],
      ],
    );
  });

  it('has no end where an attack won, whatever was timed of it', () => {
    const [one] = of(attack('session', 0, { outcome: 'succeeded', asExpected: false }));
    assert.equal(one?.of[0]?.ms, Number.POSITIVE_INFINITY);
    // nothing of it was reckoned from a shorter lifetime
    const [seen] = of(attack('session', 3_500, { outcome: 'succeeded', asExpected: false }));
    assert.deepEqual([seen?.of[0]?.ms, seen?.of[0]?.isMeasured], [Number.POSITIVE_INFINITY, true]);
  });

  it('is a finding in one sentence', () => {
    assert.equal(
      exposureFinding(of(attack('session', 0), attack('jwt', 2_700))),
      'After logout, a copied credential works on with jwt up to 15 min; session refuses it at once.',
    );
    assert.equal(exposureFinding([]), undefined);
  });
});
