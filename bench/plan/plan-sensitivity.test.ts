import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { armText } from '../../reports/results/arm.ts';
import { type Everything, readCatalogue } from './catalogue.ts';
import { planSensitivity } from './plan-sensitivity.ts';
import { runtimeVariation } from './runtime-variations.ts';

let all: Everything;
before(async () => {
  all = await readCatalogue();
});

/** Rounds with variations of these names alone. */
function roundsOf(names: readonly string[], rounds = 1, seed = 1) {
  const variations = all.variations.filter(({ id }) => names.includes(id));
  return planSensitivity({ variations, scenarios: all.load, schemes: all.schemes, rounds, seed });
}
const arms = (names: readonly string[]) =>
  roundsOf(names)
    .flat()
    .map(({ arm, scheme, alone }) => `${armText(arm)} ${scheme.id}${alone ? ', alone' : ''}`)
    .sort();
const plain = [
  'sensitivity:a-a session',
  'sensitivity:reference jwt',
  'sensitivity:reference jwt-refresh',
  'sensitivity:reference session',
];

describe('the rounds of variations', () => {
  it('have each variation beside the schemes as they are, the first of them twice', () => {
    assert.deepEqual(arms(['session-rolling']), [...plain, 'sensitivity:session-rolling session']);
    assert.deepEqual(arms([]), []);
  });

  it('have one that must not wait beside schemes that do not wait either', () => {
    const name = 'sensitivity:session-renewed-often';
    assert.deepEqual(arms(['session-renewed-often']), [
      ...plain,
      `${name} session, alone`,
      `${name}:a-a session, alone`,
      `${name}:reference jwt, alone`,
      `${name}:reference jwt-refresh, alone`,
      `${name}:reference session, alone`,
    ]);
  });

  it('have the schemes on another Node.js in a group of its own, with an A/A arm and a bare route', () => {
    const runtime = { asked: '24', path: '/opt/node-24', node: '24.22.3', v8: '', openssl: '' };
    const [round = []] = planSensitivity({
      variations: [runtimeVariation(runtime)],
      scenarios: all.load,
      schemes: all.schemes,
      rounds: 1,
      seed: 1,
      floor: all.floor,
    });
    const name = 'sensitivity:node-24.22.3';
    assert.deepEqual(
      round
        .map(({ arm, scheme, group, launchOptions }) => [`${armText(arm)} ${scheme.id}`, group, launchOptions?.node])
        .sort(),
      [
        ...[...plain, 'sensitivity:reference floor'].map((arm) => [arm, undefined, undefined]),
        ...['floor', 'jwt', 'jwt-refresh', 'session'].map((id) => [`${name} ${id}`, 'node-24.22.3', '/opt/node-24']),
        [`${name}:a-a session`, 'node-24.22.3', '/opt/node-24'],
      ].sort(),
    );
    assert.ok(round.every(({ saturated }) => saturated));
    assert.ok(
      roundsOf(['session-rolling'])
        .flat()
        .every(({ saturated }) => !saturated),
    );
  });

  it('have each arm straight after each other equally often over a cycle of orders, and begin alike', () => {
    const names = ['session-rolling', 'store-over-unix-socket'];
    const after = new Map<string, number>();
    const ids = (rounds: number, seed = 1) => roundsOf(names, rounds, seed).map((round) => round.map(({ id }) => id));
    const count = roundsOf(names)[0]!.length;
    for (const round of ids(count % 2 === 0 ? count : 2 * count))
      for (const [i, id] of round.slice(1).entries()) {
        const pair = `${round[i]} ${id}`.replace(/\/round-\d+/g, '');
        after.set(pair, (after.get(pair) ?? 0) + 1);
      }
    assert.equal(after.size, count * (count - 1));
    assert.equal(new Set(after.values()).size, 1);
    assert.deepEqual(ids(9).slice(0, 4), ids(4));
    assert.notDeepEqual(ids(4, 1), ids(4, 2));
  });
});
